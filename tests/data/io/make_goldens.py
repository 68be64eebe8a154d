"""Writes the goldens of tests/engine/io with NumPy. Run in this folder: python3 make_goldens.py"""

import numpy

base = numpy.arange(24).reshape(2, 3, 4)
ARRAYS = {
    "float32": (base / 7).astype("<f4"),
    "float64": base / 7,
    "float16": (base / 8).astype("<f2"),
    "int64": base.astype("<i8") * -(2**40),
    "int32": base.astype("<i4") - 12,
    "int16": base.astype("<i2") - 12,
    "int8": base.astype("|i1") - 12,
    "uint64": base.astype("<u8"),
    "uint32": base.astype("<u4") + 2**31,
    "uint16": base.astype("<u2") + 2**15,
    "uint8": base.astype("|u1") + 128,
    "bool": base % 3 == 0,
    "vector": numpy.array([1.5, -2], dtype="<f4"),
    "scalar": numpy.array(4.25, dtype="<f4"),
    "empty": numpy.zeros((0, 5), dtype="<f4"),
}

for name, array in ARRAYS.items():
    numpy.save(f"{name}.npy", array)
numpy.savez("stored.npz", **ARRAYS)
numpy.savez_compressed("deflated.npz", **ARRAYS)
with open("version2.npy", "wb") as file:
    numpy.lib.format.write_array(file, ARRAYS["float32"], version=(2, 0))
numpy.save("fortran.npy", numpy.asfortranarray(ARRAYS["float32"]))
numpy.save("big_endian.npy", ARRAYS["float32"].astype(">f4"))
numpy.save("text.npy", numpy.array(["a", "bc"]))
numpy.save("complex.npy", numpy.zeros(3, dtype="<c8"))
