#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/pickle_bytes.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attenscope {

/// One value of a pickle: small ones by themselves, others by their place in a Pickle.
struct PickleValue {
    enum class Kind : std::uint8_t {
        Nothing,
        Boolean,
        Integer,
        Number, ///< a float; its value is not kept
        Text,
        Sequence, ///< a list or tuple
        Map,
        Name,    ///< of something in a Python module; only a name
        Opaque,  ///< what a name that builds nothing would have made; only that name
        Storage, ///< raw elements that follow the pickle
        Tensor
    };

    Kind kind = Kind::Nothing;
    std::int64_t number = 0; ///< Boolean, Integer; else an index
};

/// What one pickle of a torch file describes. Nothing of it was ever called: maps, sequences and
/// tensors are built, every other name stands for itself and has dropped what it was given.
class Pickle {
public:
    struct Storage {
        std::string dtype; ///< as safetensors calls it: "F32"
        std::string key;
        std::uint64_t count = 0;     ///< elements of the whole storage
        std::uint64_t viewBegin = 0; ///< elements, for views on it (old files)
        std::uint64_t viewCount = 0;
    };

    /// Its last element lies inside the storage.
    struct Tensor {
        std::size_t storage = 0;
        std::uint64_t offset = 0; ///< in elements
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> strides; ///< in elements; empty: row-major
        std::uint64_t elements = 0;
    };

    using Sequence = std::vector<PickleValue>;
    using Map = std::vector<std::pair<PickleValue, PickleValue>>; ///< as written, in order

    PickleValue root;
    std::vector<std::string> texts; ///< of Text; of Name and Opaque as "torch FloatStorage"
    std::vector<Sequence> sequences;
    std::vector<Map> maps;
    std::vector<Storage> storages;
    std::vector<Tensor> tensors;

    const std::string& text(PickleValue v) const { return texts.at(index(v)); }

    const Sequence& sequence(PickleValue v) const { return sequences.at(index(v)); }

    const Map& map(PickleValue v) const { return maps.at(index(v)); }

    const Storage& storage(PickleValue v) const { return storages.at(index(v)); }

    const Tensor& tensor(PickleValue v) const { return tensors.at(index(v)); }

private:
    static std::size_t index(PickleValue v) { return static_cast<std::size_t>(v.number); }
};

/// Reads the pickle that begins at the next byte, up to and with its STOP. An inert machine for the
/// opcodes that torch writes: two names make maps (OrderedDict), three make tensors
/// (torch._utils._rebuild_tensor, _rebuild_tensor_v2, _rebuild_parameter), torch.Size makes a
/// sequence, the storage classes name element types. All else is Opaque.
/// Throws E_PICKLE_OPCODE for other opcodes and for ones on values they can't apply to,
/// E_PICKLE_NAME for a storage of an unknown type, E_PICKLE_RANGE for what is cut short, unknown to
/// the memo or outside its storage, E_LIMIT_TEXT, E_LIMIT_PICKLE.
ATTENSCOPE_EXPORT Pickle readPickle(PickleBytes& bytes);

} // namespace attenscope
