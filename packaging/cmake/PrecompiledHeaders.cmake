# precompile(TARGET HEADER...): what most sources of a target include, read once. Off but where
# PRECOMPILED_HEADERS is on: the other builds show that each source includes what it uses.
set(standard_headers <algorithm> <array> <cmath> <filesystem> <functional> <map> <memory> <optional> <set>
    <span> <string> <variant> <vector>)

function(precompile target)
    if(PRECOMPILED_HEADERS)
        target_precompile_headers(${target} PRIVATE ${standard_headers} ${ARGN})
    endif()
endfunction()

# precompile_like(TARGET OTHER): the headers of another target with the same compile options.
function(precompile_like target other)
    if(PRECOMPILED_HEADERS)
        target_precompile_headers(${target} REUSE_FROM ${other})
    endif()
endfunction()
