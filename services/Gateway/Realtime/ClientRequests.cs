using System.Text.Json;
using Grpc.Core;
using Platform.Gateway.Problems;
using Platform.Gateway.Realtime.Channels;
using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime;

/// <summary>Does what the client of one socket asks for.</summary>
internal sealed class ClientRequests(RealtimeSession session, RealtimeServices services)
{
    private const int MaxMistakes = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // Channels by the names that the client uses. Most sockets have few.
    private Dictionary<string, string>? _channels;
    private int _mistakes;

    /// <summary>Handles a message.</summary>
    public async ValueTask HandleAsync(ReadOnlyMemory<byte> json)
    {
        if (!ClientMessage.TryParse(json.Span, out var message))
        {
            Mistake(id: null);
            return;
        }
        switch (message)
        {
            case { Type: ClientMessage.Ping }:
                session.Send(ServerMessage.Pong(message.Id));
                break;
            case { Type: ClientMessage.Authenticate, Token: { } token }:
                await AuthenticateAsync(message.Id, token);
                break;
            case { Type: ClientMessage.Subscribe, Channel: { } channel }:
                await SubscribeAsync(message.Id, channel, message.LastEventId);
                break;
            case { Type: ClientMessage.Unsubscribe, Channel: { } channel }:
                session.Send(Leave(channel) ? ServerMessage.Unsubscribed(message.Id, channel) : ServerMessage.Error(message.Id, RealtimeError.NotSubscribed, channel));
                break;
            case { Type: ClientMessage.Send, Channel: { } channel, Data: { ValueKind: JsonValueKind.Object } data }:
                await SendAsync(message.Id, channel, data);
                break;
            default:
                Mistake(message.Id);
                break;
        }
    }

    /// <summary>Signs the client in, or renews that. What it listens to is decided anew, for its rights may have changed.</summary>
    public async ValueTask AuthenticateAsync(string? id, string token)
    {
        using var timeout = new CancellationTokenSource(Timeout, services.Time);
        try
        {
            if (await services.Tokens.FindAsync(token, timeout.Token) is not { } caller)
            {
                _ = session.CloseAsync(CloseCode.Unauthenticated, "access token not valid");
                return;
            }
            if (!session.TrySignIn(caller)) return;
            session.Send(ServerMessage.Authenticated(id, caller.ExpireTime));
            await AuthorizeAgainAsync(timeout.Token);
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException)
        {
            session.Send(ServerMessage.Error(id, RealtimeError.Unavailable));
        }
    }

    /// <summary>Takes the client off all its channels.</summary>
    public void LeaveAll()
    {
        foreach (var name in _channels?.Keys.ToList() ?? []) Leave(name);
    }

    private async ValueTask SubscribeAsync(string? id, string name, string? lastEventId)
    {
        if (session.Caller is not { } caller) session.Send(ServerMessage.Error(id, RealtimeError.SignInRequired));
        else if (!ChannelName.IsValid(name)) session.Send(ServerMessage.Error(id, RealtimeError.ChannelInvalid));
        else if (_channels?.Count >= services.Options.MaxChannels && !_channels.ContainsKey(name)) session.Send(ServerMessage.Error(id, RealtimeError.TooManyChannels, name));
        else
        {
            using var timeout = new CancellationTokenSource(Timeout, services.Time);
            try
            {
                if (await services.Registry.AuthorizeAsync(name, caller, timeout.Token) is { } channel) await JoinAsync(id, name, channel, lastEventId, timeout.Token);
                else session.Send(ServerMessage.Error(id, RealtimeError.ChannelForbidden, name));
            }
            catch (Exception failure) when (ChannelFeeds.IsStoreFailure(failure))
            {
                session.Send(ServerMessage.Error(id, RealtimeError.Unavailable, name));
            }
        }
    }

    // The next message is read when this one is answered: so what a client sends arrives in its order.
    private async ValueTask SendAsync(string? id, string name, JsonElement data)
    {
        if (session.Caller is not { } caller) session.Send(ServerMessage.Error(id, RealtimeError.SignInRequired));
        else if (services.Registry.FindReceiver(name) is not { } receiver) session.Send(ServerMessage.Error(id, RealtimeError.ChannelForbidden));
        else
        {
            using var timeout = new CancellationTokenSource(Timeout, services.Time);
            try
            {
                session.Send(ServerMessage.Sent(id, name, await receiver.ReceiveAsync(data, caller, timeout.Token)));
            }
            catch (ProblemException refused)
            {
                session.Send(ServerMessage.Error(id, RealtimeError.Of(refused.Problem), name));
            }
            catch (RpcException refused)
            {
                session.Send(ServerMessage.Error(id, RealtimeError.Of(refused.ToProblem()), name));
            }
            catch (OperationCanceledException)
            {
                session.Send(ServerMessage.Error(id, RealtimeError.Unavailable, name));
            }
        }
    }

    private async Task JoinAsync(string? id, string name, string channel, string? lastEventId, CancellationToken cancellationToken)
    {
        // Asked for again, it begins again.
        Leave(name);
        await services.Feeds.JoinAsync(channel, session, id, lastEventId, cancellationToken);
        (_channels ??= new(StringComparer.Ordinal))[name] = channel;
    }

    private bool Leave(string name)
    {
        if (_channels is null || !_channels.Remove(name, out var channel)) return false;
        services.Feeds.Leave(channel, session);
        return true;
    }

    private async ValueTask AuthorizeAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var name in _channels?.Keys.ToList() ?? [])
        {
            if (await services.Registry.AuthorizeAsync(name, session.Caller!, cancellationToken) is not null) continue;
            Leave(name);
            session.Send(ServerMessage.Unsubscribed(id: null, name, RealtimeError.ChannelForbidden.Code));
        }
    }

    private void Mistake(string? id)
    {
        session.Send(ServerMessage.Error(id, RealtimeError.MalformedMessage));
        if (++_mistakes >= MaxMistakes) _ = session.CloseAsync(CloseCode.PolicyViolation, "too many malformed messages");
    }
}
