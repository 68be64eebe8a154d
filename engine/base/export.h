#pragma once

/// Marks what the shared library offers; everything else stays inside it (`-fvisibility=hidden`).
#define ATTENSCOPE_EXPORT __attribute__((visibility("default")))
