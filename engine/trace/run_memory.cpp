#include "engine/trace/run_memory.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace attenscope {

namespace {

std::size_t bytesOf(const MatrixView& matrix)
{
    return static_cast<std::size_t>(matrix.size()) * sizeof(float);
}

std::size_t bytesOf(const PixelValues& pixels)
{
    return pixels.values.size() * sizeof(float) + pixels.bytes.rgb.size();
}

bool hasSameRow(const float* a, const float* b, Index size)
{
    return std::memcmp(a, b, static_cast<std::size_t>(size) * sizeof(float)) == 0;
}

/// Bit for bit: a NaN equals itself, 0 does not equal -0.
bool isSame(const MatrixView& a, const Matrix& b)
{
    if (a.rows() != b.rows() || a.cols() != b.cols()) {
        return false;
    }
    for (Index row = 0; row < a.rows() && a.cols() > 0; ++row) {
        if (!hasSameRow(a.data() + row * a.outerStride(), b.data() + row * b.cols(), b.cols())) {
            return false;
        }
    }
    return true;
}

/// Of the extents and a few of the numbers: which matrices are worth comparing.
std::uint64_t fingerprint(const MatrixView& matrix)
{
    constexpr Index kSamples = 16;
    constexpr std::uint64_t kPrime = 1099511628211U; // FNV-1a
    std::uint64_t hash = 14695981039346656037U;
    const auto mix = [&hash](std::uint64_t value) { hash = (hash ^ value) * kPrime; };
    mix(static_cast<std::uint64_t>(matrix.rows()));
    mix(static_cast<std::uint64_t>(matrix.cols()));
    for (Index i = 0; matrix.size() > 0 && i < kSamples; ++i) {
        const Index place = (matrix.size() - 1) * i / (kSamples - 1);
        mix(std::bit_cast<std::uint32_t>(
            matrix.coeff(place / matrix.cols(), place % matrix.cols())));
    }
    return hash;
}

std::uint64_t addressOf(const RunMemory::SharedMatrix& matrix)
{
    return reinterpret_cast<std::uintptr_t>(matrix.get());
}

} // namespace

RunMemory::RunMemory(std::size_t budgetBytes)
    : budgetBytes_(budgetBytes), matrixBytes_(std::make_shared<std::size_t>(0))
{
}

void RunMemory::beginRun(const std::shared_ptr<const void>& model)
{
    if (model != model_) { // another one's weights may come to lie where the last one's lay
        clear();
        model_ = model;
    }
    ++run_;
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        entry = entry->second.lastRun + kRuns < run_ ? erase(entry) : std::next(entry);
    }
    std::erase_if(matrices_, [](const auto& item) { return item.second.expired(); });
}

void RunMemory::clear()
{
    entries_.clear();
    matrices_.clear();
    picture_.reset();
    recordBytes_ = 0;
    model_.reset();
}

std::size_t RunMemory::sizeBytes() const
{
    return *matrixBytes_ + recordBytes_ +
           (picture_ ? picture_->image.rgb.size() + bytesOf(picture_->pixels) : 0);
}

RunMemory::SharedMatrix RunMemory::known(const MatrixView& matrix) const
{
    const auto [first, last] = matrices_.equal_range(fingerprint(matrix));
    for (auto item = first; item != last; ++item) {
        if (SharedMatrix candidate = item->second.lock(); candidate && isSame(matrix, *candidate)) {
            return candidate;
        }
    }
    return nullptr;
}

RunMemory::SharedMatrix RunMemory::share(const MatrixView& matrix)
{
    if (SharedMatrix same = known(matrix)) {
        return same;
    }
    auto copy = std::make_unique<const Matrix>(matrix);
    *matrixBytes_ += bytesOf(matrix);
    SharedMatrix shared(copy.release(), [bytes = matrixBytes_](const Matrix* gone) {
        *bytes -= bytesOf(*gone);
        delete gone;
    });
    matrices_.emplace(fingerprint(matrix), shared);
    return shared;
}

RunMemory::Entries::iterator RunMemory::erase(Entries::iterator entry)
{
    const AttentionRecordPtr& record = entry->second.result.attention;
    recordBytes_ -= record ? record->sizeBytes() : 0;
    return entries_.erase(entry);
}

/// Whether so much more fits once everything has gone that may go.
bool RunMemory::makeRoom(std::size_t bytes)
{
    const auto isOlder = [](const auto& a, const auto& b) {
        return a.second.lastRun < b.second.lastRun;
    };
    while (sizeBytes() + bytes > budgetBytes_) {
        const auto oldest = std::min_element(entries_.begin(), entries_.end(), isOlder);
        if (oldest == entries_.end() || oldest->second.lastRun == run_) {
            return false;
        }
        erase(oldest);
    }
    return true;
}

std::optional<RunMemory::Result> RunMemory::find(const StepId& step,
                                                 std::span<const MatrixView> inputs)
{
    Key key = step.parts();
    std::vector<SharedMatrix> held; // none may go while it stands in the key
    for (const MatrixView& input : inputs) {
        held.push_back(known(input));
        if (!held.back()) {
            return std::nullopt;
        }
        key.push_back(addressOf(held.back()));
    }
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        return std::nullopt;
    }
    found->second.lastRun = run_;
    Result result = found->second.result;
    result.isOfThisRun = found->second.firstRun == run_;
    return result;
}

void RunMemory::keep(const StepId& step,
                     std::span<const MatrixView> inputs,
                     std::span<const MatrixView> values,
                     AttentionRecordPtr attention,
                     std::vector<std::int64_t> ids)
{
    const std::size_t recordBytes = attention ? attention->sizeBytes() : 0;
    std::size_t bytes = recordBytes;
    std::vector<SharedMatrix> held; // what is there already must not go while room is made
    for (const std::span<const MatrixView> matrices : {inputs, values}) {
        for (const MatrixView& matrix : matrices) {
            held.push_back(known(matrix));
            bytes += held.back() ? 0 : bytesOf(matrix);
        }
    }
    if (!makeRoom(bytes)) {
        return;
    }
    Key key = step.parts();
    Entry entry{.inputs = {}, .result = {}, .firstRun = run_, .lastRun = run_};
    for (const MatrixView& input : inputs) {
        entry.inputs.push_back(share(input));
        key.push_back(addressOf(entry.inputs.back()));
    }
    for (const MatrixView& value : values) {
        entry.result.values.push_back(share(value));
    }
    entry.result.ids = std::move(ids);
    entry.result.attention = std::move(attention);
    if (entries_.emplace(std::move(key), std::move(entry)).second) {
        recordBytes_ += recordBytes;
    }
}

PixelValues RunMemory::pixels(const Image& picture, const Preprocessor& preprocessor)
{
    const bool isSamePicture = picture_ && picture_->image.width == picture.width &&
                               picture_->image.height == picture.height &&
                               picture_->image.rgb == picture.rgb;
    if (isSamePicture) {
        return picture_->pixels;
    }
    picture_.reset();
    PixelValues pixels = preprocessor.apply(picture);
    if (makeRoom(picture.rgb.size() + bytesOf(pixels))) {
        picture_ = {.image = picture, .pixels = pixels};
    }
    return pixels;
}

Matrix remembered(RunMemory* memory,
                  const StepId& step,
                  std::initializer_list<MatrixView> inputs,
                  const std::function<Matrix()>& compute)
{
    if (memory == nullptr) {
        return compute();
    }
    if (const auto result = memory->find(step, inputs)) {
        return *result->values.front();
    }
    Matrix value = compute();
    memory->keep(step, inputs, std::array{MatrixView(value)});
    return value;
}

} // namespace attenscope
