#pragma once

#include "tests/support/example_model.h"
#include "ui/state/run_request.h"

#include <memory>

namespace attenscope {

/// Sources that need no files. A model is an ExampleModel named after its folder; "broken" can't be
/// opened, "missing" is not there, and "regions" is a small LXMERT. Pictures are grey, 480 × 240;
/// "bad.png" can't be read. "bad.npz" holds no regions of any picture, "all.tsv" none of
/// "unknown.png". Every pass takes ExampleControl::runMs.
Sources exampleSources(const std::shared_ptr<ExampleControl>& control);

} // namespace attenscope
