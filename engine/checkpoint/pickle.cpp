#include "engine/checkpoint/pickle.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/pickle_stack.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string_view>

namespace attenscope {

namespace {

constexpr std::uint8_t kStop = '.';

/// The names of opcodes that are refused, for messages (Lib/pickletools.py).
std::string opcodeName(std::uint8_t code)
{
    constexpr std::array<std::pair<std::uint8_t, std::string_view>, 14> kNames{{
        {'i', "INST"},
        {'o', "OBJ"},
        {'P', "PERSID"},
        {'0', "POP"},
        {'1', "POP_MARK"},
        {'2', "DUP"},
        {0x82, "EXT1"},
        {0x83, "EXT2"},
        {0x84, "EXT4"},
        {0x92, "NEWOBJ_EX"},
        {0x96, "BYTEARRAY8"},
        {0x97, "NEXT_BUFFER"},
        {0x98, "READONLY_BUFFER"},
        {0x8b, "LONG4"},
    }};
    constexpr std::size_t kLongest = 8;
    std::array<char, kLongest> hex{};
    std::snprintf(hex.data(), hex.size(), "0x%02X", code);
    const auto* const found =
        std::ranges::find(kNames, code, &std::pair<std::uint8_t, std::string_view>::first);
    return found == kNames.end() ? "opcode " + std::string(hex.data())
                                 : std::string(found->second) + " (" + hex.data() + ")";
}

/// The stack machine, without the parts that would do anything.
class Machine : private PickleStack {
public:
    explicit Machine(PickleBytes& bytes)
        : PickleStack(bytes.file().name()), bytes_(bytes), begin_(bytes.offset())
    {
    }

    Pickle run();

private:
    struct Operation {
        std::uint8_t code;
        void (Machine::*run)();
    };

    static const Operation* find(std::uint8_t code);

    // What opcodes do
    void protocol();
    void frame();

    void begin() { mark(); }

    void none() { push({}); }

    void isFalse() { push({Kind::Boolean, 0}); }

    void isTrue() { push({Kind::Boolean, 1}); }

    void byteInteger() { push({Kind::Integer, bytes_.byte()}); }

    void shortInteger() { push({Kind::Integer, static_cast<std::int64_t>(bytes_.number(2))}); }

    void integer();
    void longInteger();
    void number();

    void shortText() { pushText(Kind::Text, bytes_.text(bytes_.byte())); }

    void text() { pushText(Kind::Text, bytes_.text(bytes_.number(4))); }

    void longText() { pushText(Kind::Text, bytes_.text(bytes_.number(8))); }

    void shortBytes() { dropBytes(bytes_.byte()); }

    void someBytes() { dropBytes(bytes_.number(4)); }

    void longBytes() { dropBytes(bytes_.number(8)); }

    void dropBytes(std::uint64_t size);

    void emptySequence() { pushSequence({}); }

    void tuple() { pushSequence(popToMark()); }

    void tuple1() { pushSequence(popMany(1)); }

    void tuple2() { pushSequence(popMany(2)); }

    void tuple3() { pushSequence(popMany(3)); }

    void emptyMap() { pushMap({}); }

    void emptySet() { pushText(Kind::Opaque, "builtins set"); }

    void frozenSet();

    void append() { appendAll(popMany(1)); }

    void appends() { appendAll(popToMark()); }

    void appendAll(Pickle::Sequence items);

    void setItem() { setAll(popMany(2)); }

    void setItems() { setAll(popToMark()); }

    void setAll(const Pickle::Sequence& keysAndValues);

    void put() { remember(bytes_.byte()); }

    void longPut() { remember(bytes_.number(4)); }

    void memoize() { remember(remembered()); }

    void get() { recall(bytes_.byte()); }

    void longGet() { recall(bytes_.number(4)); }

    void global();
    void stackGlobal();
    void persistent();
    void reduce();
    void build();

    std::optional<PickleValue> built(const std::string& name, const Pickle::Sequence& arguments);
    Pickle::Map pairsOf(const Pickle::Sequence& arguments);

    PickleBytes& bytes_;
    std::uint64_t begin_;
};

void Machine::protocol()
{
    constexpr std::uint8_t kNewest = 5;
    const std::uint8_t version = bytes_.byte();
    if (version > kNewest) {
        fail("E_PICKLE_OPCODE", "a pickle protocol up to 5", std::to_string(version));
    }
}

void Machine::frame()
{
    const std::uint64_t size = bytes_.number(8);
    if (size > bytes_.remaining()) {
        fail("E_PICKLE_RANGE",
             "a frame of at most " + std::to_string(bytes_.remaining()) + " bytes",
             std::to_string(size));
    }
}

void Machine::integer()
{
    push({Kind::Integer, static_cast<std::int32_t>(bytes_.number(4))});
}

/// Little-endian two's complement. What needs more than 8 bytes is no size of anything.
void Machine::longInteger()
{
    constexpr std::size_t kLongest = 16;
    constexpr std::size_t kKept = 8;
    constexpr unsigned kByteBits = 8;
    const std::size_t size = bytes_.byte();
    if (size > kLongest) {
        fail("E_PICKLE_RANGE", "a number of at most 16 bytes", std::to_string(size) + " bytes");
    }
    if (size > kKept) {
        pushText(Kind::Opaque, "a number of " + std::to_string(size) + " bytes");
        bytes_.skip(size);
        return;
    }
    std::uint64_t value = bytes_.number(size);
    const bool isNegative = size > 0 && (value >> (kByteBits * size - 1)) != 0;
    if (isNegative && size < kKept) {
        value |= ~std::uint64_t{0} << (kByteBits * size);
    }
    push({Kind::Integer, static_cast<std::int64_t>(value)});
}

void Machine::number()
{
    bytes_.skip(8);
    push({Kind::Number, 0});
}

void Machine::dropBytes(std::uint64_t size)
{
    bytes_.skip(size);
    pushText(Kind::Opaque, "builtins bytes");
}

void Machine::frozenSet()
{
    popToMark();
    pushText(Kind::Opaque, "builtins frozenset");
}

void Machine::appendAll(Pickle::Sequence items)
{
    const PickleValue target = top();
    if (target.kind == Kind::Opaque) {
        return;
    }
    if (target.kind != Kind::Sequence) {
        fail("E_PICKLE_OPCODE", "a list to add to", "something else");
    }
    Pickle::Sequence& sequence = result_.sequences[static_cast<std::size_t>(target.number)];
    sequence.insert(sequence.end(), items.begin(), items.end());
}

void Machine::setAll(const Pickle::Sequence& keysAndValues)
{
    const PickleValue target = top();
    if (keysAndValues.size() % 2 != 0 ||
        (target.kind != Kind::Map && target.kind != Kind::Opaque)) {
        fail("E_PICKLE_OPCODE", "keys and values for a map", "something else");
    }
    if (target.kind == Kind::Opaque) {
        return;
    }
    Pickle::Map& map = result_.maps[static_cast<std::size_t>(target.number)];
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2) {
        map.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
    }
}

void Machine::global()
{
    std::string module = bytes_.line();
    pushText(Kind::Name, std::move(module) + " " + bytes_.line());
}

void Machine::stackGlobal()
{
    const PickleValue name = pop();
    const PickleValue module = pop();
    if (name.kind != Kind::Text || module.kind != Kind::Text) {
        fail("E_PICKLE_OPCODE", "a module and a name", "something else");
    }
    pushText(Kind::Name, result_.text(module) + " " + result_.text(name));
}

void Machine::persistent()
{
    Pickle::Storage storage = storageOf(result_, pop(), place());
    push({Kind::Storage, static_cast<std::int64_t>(result_.storages.size())});
    result_.storages.push_back(std::move(storage));
}

/// The items of OrderedDict([(key, value), …]), as Python 2 wrote it; none for OrderedDict().
Pickle::Map Machine::pairsOf(const Pickle::Sequence& arguments)
{
    Pickle::Map map;
    if (arguments.empty()) {
        return map;
    }
    const Pickle::Sequence& pairs = sequenceOf(arguments.front());
    count(pairs.size()); // a copy
    for (const PickleValue pair : pairs) {
        const Pickle::Sequence& parts = sequenceOf(pair);
        if (parts.size() != 2) {
            fail("E_PICKLE_OPCODE", "pairs of key and value", "something else");
        }
        map.emplace_back(parts[0], parts[1]);
    }
    return map;
}

/// The allow-list: what a name makes of its arguments, or nothing if it makes nothing.
std::optional<PickleValue> Machine::built(const std::string& name,
                                          const Pickle::Sequence& arguments)
{
    if (name == "torch._utils _rebuild_tensor_v2" || name == "torch._utils _rebuild_tensor") {
        Pickle::Tensor tensor = tensorOf(result_, arguments, place());
        result_.tensors.push_back(std::move(tensor));
        return PickleValue{Kind::Tensor, static_cast<std::int64_t>(result_.tensors.size() - 1)};
    }
    if (name == "torch._utils _rebuild_parameter" && !arguments.empty() &&
        arguments.front().kind == Kind::Tensor) {
        return arguments.front();
    }
    if (name == "torch Size" && !arguments.empty() && arguments.front().kind == Kind::Sequence) {
        return arguments.front();
    }
    if (name == "collections OrderedDict") {
        Pickle::Map map = pairsOf(arguments);
        result_.maps.push_back(std::move(map));
        return PickleValue{Kind::Map, static_cast<std::int64_t>(result_.maps.size() - 1)};
    }
    return std::nullopt;
}

void Machine::reduce()
{
    const Pickle::Sequence& arguments = sequenceOf(pop()); // nothing below adds a list
    const PickleValue callee = pop();
    if (callee.kind != Kind::Name && callee.kind != Kind::Opaque) {
        fail("E_PICKLE_OPCODE", "the name of what is built", "something else");
    }
    if (callee.kind == Kind::Name) {
        if (const auto value = built(result_.text(callee), arguments)) {
            push(*value);
            return;
        }
    }
    push({Kind::Opaque, callee.number});
}

/// Objects' attributes are of no use, a state dict's `_metadata` included.
void Machine::build()
{
    pop();
    const Kind kind = top().kind;
    if (kind != Kind::Opaque && kind != Kind::Map && kind != Kind::Tensor) {
        fail("E_PICKLE_OPCODE", "an object that takes attributes", "something else");
    }
}

const Machine::Operation* Machine::find(std::uint8_t code)
{
    static constexpr std::array kOperations{
        Operation{0x80, &Machine::protocol},     Operation{0x95, &Machine::frame},
        Operation{'(', &Machine::begin},         Operation{'N', &Machine::none},
        Operation{0x88, &Machine::isTrue},       Operation{0x89, &Machine::isFalse},
        Operation{'K', &Machine::byteInteger},   Operation{'M', &Machine::shortInteger},
        Operation{'J', &Machine::integer},       Operation{0x8a, &Machine::longInteger},
        Operation{'G', &Machine::number},        Operation{'U', &Machine::shortText},
        Operation{'T', &Machine::text},          Operation{0x8c, &Machine::shortText},
        Operation{'X', &Machine::text},          Operation{0x8d, &Machine::longText},
        Operation{'C', &Machine::shortBytes},    Operation{'B', &Machine::someBytes},
        Operation{0x8e, &Machine::longBytes},    Operation{')', &Machine::emptySequence},
        Operation{']', &Machine::emptySequence}, Operation{'t', &Machine::tuple},
        Operation{0x85, &Machine::tuple1},       Operation{0x86, &Machine::tuple2},
        Operation{0x87, &Machine::tuple3},       Operation{'}', &Machine::emptyMap},
        Operation{0x8f, &Machine::emptySet},     Operation{0x91, &Machine::frozenSet},
        Operation{'a', &Machine::append},        Operation{'e', &Machine::appends},
        Operation{0x90, &Machine::appends},      Operation{'s', &Machine::setItem},
        Operation{'u', &Machine::setItems},      Operation{'q', &Machine::put},
        Operation{'r', &Machine::longPut},       Operation{0x94, &Machine::memoize},
        Operation{'h', &Machine::get},           Operation{'j', &Machine::longGet},
        Operation{'c', &Machine::global},        Operation{0x93, &Machine::stackGlobal},
        Operation{'Q', &Machine::persistent},    Operation{'R', &Machine::reduce},
        Operation{0x81, &Machine::reduce},       Operation{'b', &Machine::build},
    };
    const auto* const found = std::ranges::find(kOperations, code, &Operation::code);
    return found == kOperations.end() ? nullptr : found;
}

Pickle Machine::run()
{
    while (true) {
        at_ = bytes_.offset();
        if (at_ - begin_ > limits::kPickleBytes) {
            fail("E_LIMIT_PICKLE",
                 "a pickle of at most " + std::to_string(limits::kPickleBytes) + " bytes", "more");
        }
        const std::uint8_t code = bytes_.byte();
        if (code == kStop) {
            break;
        }
        const Operation* const operation = find(code);
        if (operation == nullptr) {
            fail("E_PICKLE_OPCODE", "an opcode that weights need", opcodeName(code));
        }
        (this->*operation->run)();
    }
    result_.root = pop();
    return std::move(result_);
}

} // namespace

Pickle readPickle(PickleBytes& bytes)
{
    return Machine(bytes).run();
}

} // namespace attenscope
