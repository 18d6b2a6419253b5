"""Reads a .loop file by docs/trace_format.md and by nothing else; writes a line of JSON for each event.

    python3 read_trace.py FILE     exit status 1 and one sentence on stderr if it is damaged or cut off
"""
import json
import struct
import sys
import zlib


def blocks(data):
    if len(data) < 32 or data[:8] != b"LOOPTRCE":
        raise ValueError("This is no trace file, or it ends within its header.")
    version, header, slot = struct.unpack_from("<III", data, 8)
    if version > 1:
        raise ValueError(f"The file is of version {version}, and this reader knows version 1.")
    if zlib.crc32(data[:28]) != struct.unpack_from("<I", data, 28)[0] or (version, header, slot) != (1, 32, 32):
        raise ValueError("The header is damaged.")
    at = header
    while at < len(data):
        if at + 16 > len(data):
            raise ValueError("The file is cut off within the head of a block.")
        magic, slots, crc, own_crc = struct.unpack_from("<4sIII", data, at)
        if magic != b"LBLK" or own_crc != zlib.crc32(data[at:at + 12]) or slots > 4096:
            raise ValueError("The head of a block is damaged.")
        block = data[at + 16:at + 16 + 32 * slots]
        if len(block) < 32 * slots:
            raise ValueError("The file is cut off within a block.")
        if crc != zlib.crc32(block):
            raise ValueError("A block is damaged.")
        yield from (block[i:i + 32] for i in range(0, len(block), 32))
        at += 16 + 32 * slots


def events(slots):
    sequence, strings, sites = 0, {0: ""}, {}
    for slot in slots:
        time, subject, cause, kind, extra, detail, a, b = struct.unpack("<QIIHBBIQ", slot)
        text = b"".join(next(slots, b"") for _ in range(extra))
        if kind == 0 or len(text) < 32 * extra:
            raise ValueError("A record is damaged, or cut off.")
        if kind == 1:
            strings[subject] = text[:a].decode(errors="replace")
        elif kind == 2:
            sites[subject] = [strings[b & 0xFFFFFFFF], a, strings[b >> 32]]
        if kind < 16:
            continue
        sequence += b if kind == 24 else 1
        yield {"sequence": sequence, "time": time, "kind": kind, "subject": subject, "cause": cause, "detail": detail,
               "a": a, "b": b, "text": text.split(b"\0")[0].decode(errors="replace")}
    yield {"strings": strings, "sites": sites}


try:
    for event in events(blocks(open(sys.argv[1], "rb").read())):
        print(json.dumps(event))
except (ValueError, OSError) as error:
    sys.exit(str(error))
