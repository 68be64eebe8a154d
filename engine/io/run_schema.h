#pragma once

#include <array>

/// What writer and reader of a run's folder agree on.
namespace attenscope::run_schema {

inline constexpr const char* kName = "attenscope-run";
inline constexpr int kVersion = 1;

inline constexpr const char* kRunFile = "run.json";
inline constexpr const char* kAttentionFile = "attention.npz";
inline constexpr const char* kOutputsFile = "outputs.npz";
inline constexpr const char* kInputsFile = "inputs.npz";

/// In the order of VisualUnit::Kind.
inline constexpr std::array kUnitKinds{"patch", "region", "special"};

/// In the order of TokenPart.
inline constexpr std::array kTokenParts{"caption", "added", "answer", "generated"};

} // namespace attenscope::run_schema
