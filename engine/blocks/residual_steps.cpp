#include "engine/blocks/residual_steps.h"

#include <array>
#include <initializer_list>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

void add(const LayerNorm& norm, StepId& step)
{
    step.add(norm.weight.data).add(norm.bias.data).add(norm.epsilon);
}

StepId idOf(StepId::Kind kind,
            NormPlace normPlace,
            std::initializer_list<const LayerNorm*> norms,
            const Attention& attention)
{
    StepId step(kind);
    step.add(normPlace);
    for (const LayerNorm* norm : norms) {
        add(*norm, step);
    }
    attention.identify(step);
    return step;
}

} // namespace

SelfAttentionStep
SelfAttentionStep::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
            .attention = Attention::bind(weights, prefix,
                                         AttentionSizes::uniform(sizes.width, sizes.heads))};
}

Matrix SelfAttentionStep::forward(const MatrixView& x,
                                  const MatrixView& mask,
                                  SiteRecorder& recorder,
                                  ThreadPool& pool) const
{
    const StepId step = idOf(StepId::Kind::SelfAttention, normPlace, {&norm}, attention);
    return recorder.remembered(step, {x, mask}, [&]() -> Matrix {
        if (normPlace == NormPlace::Before) {
            const Matrix normed = norm.forward(x);
            return x + attention.forward(normed, normed, mask, recorder, pool);
        }
        return norm.forward(x + attention.forward(x, x, mask, recorder, pool));
    });
}

Matrix SelfAttentionStep::next(const MatrixView& x,
                               KeysAndValues& past,
                               const MatrixView& mask,
                               SiteRecorder& recorder,
                               ThreadPool& pool) const
{
    const StepId step = idOf(StepId::Kind::NextTokens, normPlace, {&norm}, attention);
    const auto compute = [&]() -> std::vector<Matrix> {
        const bool isBefore = normPlace == NormPlace::Before;
        const Matrix read = isBefore ? norm.forward(x) : Matrix(x);
        KeysAndValues fresh = attention.keysAndValues(read, pool);
        past.append(fresh);
        const Matrix sum = x + attention.forward(read, past, mask, recorder, pool);
        return {isBefore ? sum : norm.forward(sum), std::move(fresh.key), std::move(fresh.value)};
    };
    if (recorder.memory() == nullptr) {
        return std::move(compute().front());
    }
    const KeysAndValues before = past;
    std::vector<Matrix> values =
        recorder.rememberedAll(step, {x, before.key, before.value, mask}, compute);
    if (past.key.rows() == before.key.rows()) { // the rows were taken over
        past.append({.key = std::move(values[1]), .value = std::move(values[2])});
    }
    return std::move(values.front());
}

CrossAttentionStep
CrossAttentionStep::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
            .contextNorm =
                LayerNorm::bind(weights, prefix + ".context_norm", sizes.width, sizes.epsilon),
            .attention = Attention::bind(weights, prefix,
                                         AttentionSizes::uniform(sizes.width, sizes.heads))};
}

Matrix CrossAttentionStep::forward(const MatrixView& x,
                                   const MatrixView& context,
                                   const MatrixView& mask,
                                   SiteRecorder& recorder,
                                   ThreadPool& pool) const
{
    return forward(x, keysAndValues(context, recorder.memory(), pool), mask, recorder, pool);
}

SharedKeysAndValues CrossAttentionStep::keysAndValues(const MatrixView& context,
                                                      RunMemory* memory,
                                                      ThreadPool& pool) const
{
    const StepId step = idOf(StepId::Kind::KeysAndValues, normPlace, {&contextNorm}, attention);
    if (memory != nullptr) {
        if (const auto result = memory->find(step, std::array{context})) {
            return {.key = result->values.front(), .value = result->values.back()};
        }
    }
    KeysAndValues seen = normPlace == NormPlace::Before
                             ? attention.keysAndValues(contextNorm.forward(context), pool)
                             : attention.keysAndValues(context, pool);
    if (memory != nullptr) {
        memory->keep(step, std::array{context},
                     std::array{MatrixView(seen.key), MatrixView(seen.value)});
    }
    return {.key = std::make_shared<const Matrix>(std::move(seen.key)),
            .value = std::make_shared<const Matrix>(std::move(seen.value))};
}

Matrix CrossAttentionStep::forward(const MatrixView& x,
                                   const SharedKeysAndValues& seen,
                                   const MatrixView& mask,
                                   SiteRecorder& recorder,
                                   ThreadPool& pool) const
{
    const StepId step = idOf(StepId::Kind::CrossAttention, normPlace, {&norm}, attention);
    return recorder.remembered(step, {x, *seen.key, *seen.value, mask}, [&]() -> Matrix {
        if (normPlace == NormPlace::Before) {
            return x +
                   attention.attend(norm.forward(x), *seen.key, *seen.value, mask, recorder, pool);
        }
        return norm.forward(x + attention.attend(x, *seen.key, *seen.value, mask, recorder, pool));
    });
}

FeedForwardStep
FeedForwardStep::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
            .feedForward = FeedForward::bind(weights, prefix, sizes.width, sizes.innerWidth)};
}

Matrix FeedForwardStep::forward(const MatrixView& x, RunMemory* memory, ThreadPool& pool) const
{
    StepId step(StepId::Kind::FeedForward);
    step.add(normPlace).add(feedForward.activation);
    add(norm, step);
    for (const Linear* linear : {&feedForward.in, &feedForward.out}) {
        step.add(linear->weight.data).add(linear->bias.data);
    }
    return remembered(memory, step, {x}, [&]() -> Matrix {
        if (normPlace == NormPlace::Before) {
            return x + feedForward.forward(norm.forward(x), pool);
        }
        return norm.forward(x + feedForward.forward(x, pool));
    });
}

} // namespace attenscope
