#pragma once

#include <QString>

#include <filesystem>
#include <functional>

namespace attenscope {

/// The value of an environment variable; empty where it is not set.
using Environment = std::function<QString(const QString& name)>;

/// Where the Hugging Face library keeps what it downloads: HF_HUB_CACHE, else its old name
/// HUGGINGFACE_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else
/// ~/.cache/huggingface/hub. "~" at the beginning of a value stands for HOME, "$NAME" and "${NAME}"
/// for another variable, as in Python's os.path.expanduser and expandvars. Empty where nothing
/// tells.
std::filesystem::path hubCache(const Environment& environment);

} // namespace attenscope
