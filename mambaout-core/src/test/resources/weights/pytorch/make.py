"""Writes the small checkpoints beside this file as torch.save would, without PyTorch: stand-ins give the pickles its names."""
import argparse
import collections
import io
import math
import pickle
import struct
import sys
import types
import zipfile


def module(name):
    made = types.ModuleType(name)
    sys.modules[name] = made
    return made


def named(module_name, name, value):
    value.__module__, value.__qualname__, value.__name__ = module_name, name, name
    setattr(sys.modules[module_name], name, value)
    return value


torch = module("torch")
for name in ("torch._utils", "torch._tensor", "torch.storage", "torch.nn", "torch.nn.parameter", "numpy", "numpy.core",
             "numpy.core.multiarray"):
    module(name)


def function(module_name, name):
    return named(module_name, name, lambda *arguments: None)


def cls(module_name, name):
    return named(module_name, name, type(name, (), {}))


TENSOR = function("torch._utils", "_rebuild_tensor_v2")
TENSOR_V1 = function("torch._utils", "_rebuild_tensor")
TENSOR_V3 = function("torch._utils", "_rebuild_tensor_v3")
PARAMETER = function("torch._utils", "_rebuild_parameter")
PARAMETER_WITH_STATE = function("torch._utils", "_rebuild_parameter_with_state")
FROM_TYPE = function("torch._tensor", "_rebuild_from_type_v2")
SPARSE = function("torch._utils", "_rebuild_sparse_tensor")
QUANTISED = function("torch._utils", "_rebuild_qtensor")
SCALAR = function("numpy.core.multiarray", "scalar")
DTYPE = function("numpy", "dtype")
BFLOAT16 = function("torch", "bfloat16")  # a constant in PyTorch; pickled by its name all the same
PARAMETER_CLASS = cls("torch.nn.parameter", "Parameter")
SIZE = cls("torch", "Size")
CODES = {"Float": "f", "Double": "d", "Half": "e", "BFloat16": None, "Long": "q", "Bool": "?", "Byte": "B", "QInt8": "b"}
STORAGES = {kind: cls("torch", kind + "Storage") for kind in CODES}
UNTYPED = cls("torch.storage", "UntypedStorage")


class Storage:
    counter = 0

    def __init__(self, kind, values, type_=None, order="<"):
        if kind == "BFloat16":
            self.data = b"".join(struct.pack(order + "f", value)[2 if order == "<" else 0:][:2] for value in values)
        else:
            self.data = struct.pack(f"{order}{len(values)}{CODES[kind]}", *values)
        self.type = type_ or STORAGES[kind]
        self.numel = len(self.data) if type_ else len(values)
        self.key = str(Storage.counter)
        Storage.counter += 1


class Call:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce_ex__(self, protocol):
        return self.call


def tensor(storage, sizes, strides, offset=0):
    return Call(TENSOR, storage, offset, tuple(sizes), tuple(strides), False, collections.OrderedDict())


class Pickler(pickle._Pickler):
    def __init__(self, out, protocol, legacy):
        super().__init__(out, protocol)
        self.legacy, self.storages = legacy, {}

    def persistent_id(self, value):
        if not isinstance(value, Storage):
            return None
        self.storages[value.key] = value
        return ("storage", value.type, value.key, "cpu", value.numel) + ((None,) if self.legacy else ())


def save_zip(file, value, protocol=2, order="little", folder="archive"):
    out = io.BytesIO()
    pickler = Pickler(out, protocol, False)
    pickler.dump(value)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        def write(name, data):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), data)
        write("data.pkl", out.getvalue())
        if order:
            write("byteorder", order)
        for storage in pickler.storages.values():
            write("data/" + storage.key, storage.data)
        write("version", "3\n")


def save_legacy(file, value, protocol=2):
    with open(file, "wb") as out:
        for head in (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True}):
            pickle.dump(head, out, protocol)
        pickler = Pickler(out, protocol, True)
        pickler.dump(value)
        pickle.dump(sorted(pickler.storages), out, protocol)
        for key in sorted(pickler.storages):
            out.write(struct.pack("<q", pickler.storages[key].numel) + pickler.storages[key].data)


def views():
    """Every way in which a tensor can lie in a storage; the shared storage holds 0, 0.5, ..., 5.5."""
    Storage.counter = 0
    shared = Storage("Float", [k / 2 for k in range(12)])
    state = collections.OrderedDict()
    state["whole"] = tensor(shared, [3, 4], [4, 1])
    state["part"] = tensor(shared, [2, 2], [2, 1], offset=8)
    state["transposed"] = tensor(shared, [4, 3], [1, 4])
    state["columns"] = tensor(shared, [3, 2], [4, 2], offset=1)
    state["expanded"] = tensor(shared, [3, 2], [0, 1], offset=4)
    state["one.by.one"] = tensor(shared, [1, 4, 1], [99, 1, 77], offset=4)
    state["scalar"] = tensor(shared, [], [], offset=3)
    state["empty"] = tensor(Storage("Float", []), [0, 3], [3, 1])
    state["f64"] = tensor(Storage("Double", [0.1, -2.0]), [2], [1])
    state["f16"] = tensor(Storage("Half", [1.5, -0.25]), [2], [1])
    state["bf16"] = tensor(Storage("BFloat16", [1.5, -256.0]), [2], [1])
    state["num_batches_tracked"] = tensor(Storage("Long", [7]), [], [])
    state["mask"] = tensor(Storage("Bool", [True, False]), [2], [1])
    state["parameter"] = Call(PARAMETER, tensor(shared, [2], [1], offset=2), True, collections.OrderedDict())
    state["parameter.with.attributes"] = Call(
        PARAMETER_WITH_STATE, tensor(shared, [2], [1], offset=4), True, collections.OrderedDict(), {"_no_weight_decay": True})
    state["from.type"] = Call(
        FROM_TYPE, TENSOR, PARAMETER_CLASS, (shared, 6, (2,), (1,), False, collections.OrderedDict()), {})
    state["version.1"] = Call(TENSOR_V1, shared, 8, (2,), (1,))
    state["version.3"] = Call(
        TENSOR_V3, Storage("BFloat16", [2.5, 3.0], UNTYPED), 1, (1,), (1,), False, collections.OrderedDict(), BFLOAT16)
    state["epoch"] = 3
    state["nested"] = {"list": [1, 2.5, None, (True, b"bytes", "text", 1 << 80, -129, {1, 2})]}
    state._metadata = collections.OrderedDict([("", {"version": 1})])
    return state


def checkpoint():
    Storage.counter = 0
    trained = collections.OrderedDict([("module.weight", tensor(Storage("Float", [1.0, 2.0]), [2], [1]))])
    averaged = collections.OrderedDict([("module.weight", tensor(Storage("Float", [3.0, 4.0]), [2], [1]))])
    sparse = Call(SPARSE, "layout", (tensor(Storage("Long", [0]), [1, 1], [1, 1]), tensor(Storage("Float", [1.0]), [1], [1])))
    metric = Call(SCALAR, Call(DTYPE, "f8", False, True), struct.pack("<d", 81.5))
    optimizer = {"state": {0: {"step": 5, "exp_avg": sparse}}, "param_groups": [{"lr": 0.1, "params": [0]}]}
    return {"epoch": 7, "arch": "test_mambaout", "args": argparse.Namespace(lr=0.1, model="test_mambaout"), "metric": metric,
            "optimizer": optimizer, "state_dict": trained, "state_dict_ema": averaged, "version": 2}


def formula(name, shape):
    """The values of Formula.parameter in the tests: a function of the name and the index, scaled by the kind of parameter."""
    mask = (1 << 64) - 1
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & mask
    single = lambda value: struct.unpack("f", struct.pack("f", value))[0]
    parent, leaf = name.split(".")[-2:]
    scale, shift = single(0.1), 0
    if len(shape) > 1:
        scale = single(math.sqrt(3 / math.prod(shape[1:])))
    elif parent.startswith("norm") and leaf == "weight":
        shift = 1
    values = []
    for i in range(math.prod(shape)):
        x = (seed + (i + 1) * 0x9E3779B97F4A7C15) & mask
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & mask
        x = (x ^ x >> 27) * 0x94D049BB133111EB & mask
        values.append(single(shift + single((((x ^ x >> 31) >> 40) * 2.0**-23 - 1) * scale)))
    return values


def mambaout_checkpoint():
    """A MambaOut of depths [1, 1] and dims [4, 8] with 2 classes, trained on several devices; its average is half of it."""
    def block(stage, dim, hidden):
        yield from ((f"stages.{stage}.blocks.0.{name}", shape) for name, shape in [
            ("norm.weight", [dim]), ("norm.bias", [dim]), ("fc1.weight", [2 * hidden, dim]), ("fc1.bias", [2 * hidden]),
            ("conv.weight", [dim, 1, 7, 7]), ("conv.bias", [dim]), ("fc2.weight", [dim, hidden]), ("fc2.bias", [dim])])
    shapes = dict([
        ("stem.conv1.weight", [2, 3, 3, 3]), ("stem.conv1.bias", [2]), ("stem.norm1.weight", [2]), ("stem.norm1.bias", [2]),
        ("stem.conv2.weight", [4, 2, 3, 3]), ("stem.conv2.bias", [4]), ("stem.norm2.weight", [4]), ("stem.norm2.bias", [4]),
        *block(0, 4, 10),
        ("stages.1.downsample.conv.weight", [8, 4, 3, 3]), ("stages.1.downsample.conv.bias", [8]),
        ("stages.1.downsample.norm.weight", [8]), ("stages.1.downsample.norm.bias", [8]),
        *block(1, 8, 21),
        ("head.norm.weight", [8]), ("head.norm.bias", [8]), ("head.pre_logits.fc.weight", [32, 8]),
        ("head.pre_logits.fc.bias", [32]), ("head.pre_logits.norm.weight", [32]), ("head.pre_logits.norm.bias", [32]),
        ("head.fc.weight", [2, 32]), ("head.fc.bias", [2])])
    def state_dict(factor):
        return collections.OrderedDict(
            ("module." + name, tensor(Storage("Float", [value * factor for value in formula(name, shape)]), shape,
                                      [math.prod(shape[i + 1:]) for i in range(len(shape))]))
            for name, shape in shapes.items())
    Storage.counter = 0
    return {"epoch": 7, "arch": "mambaout", "state_dict": state_dict(1), "state_dict_ema": state_dict(0.5)}


def only(key):
    return {"epoch": 7, key: checkpoint()["state_dict_ema"]}


for protocol in range(1, 6):
    save_zip(f"views.protocol{protocol}.pth", views(), protocol, folder=f"folder {protocol}")
save_legacy("views.legacy.pth", views())
save_zip("checkpoint.pth", checkpoint())
save_legacy("checkpoint.legacy.pth", checkpoint())
save_zip("mambaout.pth", mambaout_checkpoint())
for key in ("model", "model_ema"):
    save_zip(f"{key}.pth", only(key), order=None)
save_zip("big-endian.pth", {"weight": tensor(Storage("Float", [1.5, -2.0], order=">"), [2], [1])}, order="big")
Storage.counter = 0
dense = Storage("Float", [1.0, 2.0])
save_zip("sparse.pth", {"head.fc.weight": Call(SPARSE, "layout", (tensor(dense, [1, 2], [2, 1]), tensor(dense, [2], [1])))})
save_zip("quantised.pth", {"head.fc.weight": Call(QUANTISED, Storage("QInt8", [1, 2]), 0, (2,), (1,), ("scheme", 0.1, 0))})
