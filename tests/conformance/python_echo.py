"""The echo service for python3-grpcio without generated code: EchoRequest and EchoResponse as they are on the wire."""

import struct

SERVICE = "conformance.v1.Echo"


def _varint(number):
    encoded = b""
    while number > 0x7F:
        encoded += struct.pack("B", number & 0x7F | 0x80)
        number >>= 7
    return encoded + struct.pack("B", number)


def encode(text="", **numbers):
    """A message whose field 1 is `text`; the others are given as f2=..., f3=..., all varints."""
    data = text.encode()
    message = b"\x0a" + _varint(len(data)) + data if data else b""
    for name, number in numbers.items():
        if number:
            message += _varint(int(name[1:]) << 3) + _varint(number)
    return message


def decode(message):
    """The fields of a message: {number: value}."""
    fields = {}
    position = 0

    def varint():
        nonlocal position
        number = shift = 0
        while True:
            byte = message[position]
            position += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    while position < len(message):
        tag = varint()
        if tag & 7 == 2:
            length = varint()
            fields[tag >> 3] = message[position : position + length].decode()
            position += length
        else:
            fields[tag >> 3] = varint()
    return fields
