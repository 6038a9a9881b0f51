"""A python3-grpcio client that calls a server: python_client.py HOST:PORT. Prints `ok NAME` or `failed NAME: REASON` per case."""

import sys

import grpc

from python_echo import SERVICE, decode, encode

channel = grpc.insecure_channel(sys.argv[1])
unary = channel.unary_unary(f"/{SERVICE}/Unary")
server_stream = channel.unary_stream(f"/{SERVICE}/ServerStream")
client_stream = channel.stream_unary(f"/{SERVICE}/ClientStream")
bidi = channel.stream_stream(f"/{SERVICE}/Bidi")


def fails_with(code, call):
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, error
        return error
    raise AssertionError("the call succeeded")


def case_unary():
    assert decode(unary(encode("héllo")))[1] == "héllo"


def case_server_stream():
    answers = [decode(answer).get(2, 0) for answer in server_stream(encode("x", f4=100))]
    assert answers == list(range(100)), answers


def case_client_stream():
    assert decode(client_stream(encode(text) for text in "abc"))[1] == "a,b,c"


def case_bidi():
    answers = [decode(answer)[1] for answer in bidi(encode(text) for text in ("one", "two", "three"))]
    assert answers == ["one", "two", "three"], answers


def case_deadline():
    fails_with(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: unary(encode(f3=1), timeout=0.2))


def case_metadata():
    sent = (("echo-text", "some text"), ("echo-bytes-bin", b"\x00\x01\xfe\xff"))
    _, call = unary.with_call(encode("x"), metadata=sent)
    headers = dict(call.initial_metadata())
    trailers = dict(call.trailing_metadata())
    assert headers["echo-text"] == "some text", headers
    assert headers["echo-bytes-bin"] == b"\x00\x01\xfe\xff", headers
    assert trailers["echo-text-trailer"] == "some text", trailers
    assert trailers["echo-bytes-trailer-bin"] == b"\x00\x01\xfe\xff", trailers


def case_status_details():
    error = fails_with(grpc.StatusCode.NOT_FOUND, lambda: unary(encode("nö: 100 %", f2=5)))
    assert error.details() == "nö: 100 %", error
    assert dict(error.trailing_metadata())["grpc-status-details-bin"] == "nö: 100 %".encode(), error


def case_gzip():
    text = "z" * 100_000
    assert decode(unary(encode(text), compression=grpc.Compression.Gzip))[1] == text


def case_unimplemented():
    fails_with(grpc.StatusCode.UNIMPLEMENTED, lambda: channel.unary_unary(f"/{SERVICE}/Nothing")(b""))


def case_health():
    assert decode(channel.unary_unary("/grpc.health.v1.Health/Check")(b"")) == {1: 1}


for name, run in [(name, value) for name, value in globals().items() if name.startswith("case_")]:
    label = name.removeprefix("case_").replace("_", "-")
    try:
        run()
        print(f"ok {label}")
    except Exception as error:  # pylint: disable=broad-except
        print(f"failed {label}: {error!r}".replace("\n", " | "))
