using Grpc.Core;
using Platform.Testing;

namespace Workflow.Tests.Engine;

/// <summary>How calls end.</summary>
internal static class RpcStatus
{
    public static async Task<StatusCode> OfAsync(Task call)
    {
        try
        {
            await call.WaitAsync(Eventually.Patience);
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    public static async Task ShouldBeAsync(this Task<StatusCode> status, StatusCode expected) => (await status).ShouldBe(expected);
}
