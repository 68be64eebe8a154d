#pragma once

#include "engine/base/error.h"

namespace attenscope {

/// What `action` throws; the id is "no error" when it throws nothing.
template <typename Action>
ErrorInfo errorOf(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.info();
    }
    return {.id = "no error", .file = {}, .place = {}, .expected = {}, .found = {}, .remedy = {}};
}

} // namespace attenscope
