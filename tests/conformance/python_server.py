"""A python3-grpcio server of the echo service on a port of its own: prints `listening PORT`."""

from concurrent import futures

import grpc

from python_echo import SERVICE, decode, encode

TRAILERS = {"echo-text": "echo-text-trailer", "echo-bytes-bin": "echo-bytes-trailer-bin"}
CODES = {code.value[0]: code for code in grpc.StatusCode}


def prepare(request, context):
    """Echoes metadata, and fails as the request says."""
    echoed = [(key, value) for key, value in context.invocation_metadata() if key in TRAILERS]
    if echoed:
        context.send_initial_metadata(echoed)
        context.set_trailing_metadata([(TRAILERS[key], value) for key, value in echoed])
    if request.get(2):
        context.set_trailing_metadata([("grpc-status-details-bin", request[1].encode())])
        context.abort(CODES[request[2]], request[1])


def unary(message, context):
    request = decode(message)
    prepare(request, context)
    return encode(request.get(1, ""))


def server_stream(message, context):
    request = decode(message)
    for index in range(request.get(4, 0)):
        yield encode(request.get(1, ""), f2=index)
    prepare(request, context)


def client_stream(messages, _):
    return encode(",".join(decode(message).get(1, "") for message in messages))


def bidi(messages, _):
    for index, message in enumerate(messages):
        yield encode(decode(message).get(1, ""), f2=index)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), compression=grpc.Compression.Gzip)
server.add_generic_rpc_handlers(
    [
        grpc.method_handlers_generic_handler(
            SERVICE,
            {
                "Unary": grpc.unary_unary_rpc_method_handler(unary),
                "ServerStream": grpc.unary_stream_rpc_method_handler(server_stream),
                "ClientStream": grpc.stream_unary_rpc_method_handler(client_stream),
                "Bidi": grpc.stream_stream_rpc_method_handler(bidi),
            },
        )
    ]
)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"listening {port}")
server.wait_for_termination()
