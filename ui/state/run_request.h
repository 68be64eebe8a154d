#pragma once

#include "engine/intervention/intervention.h"
#include "engine/models/bare_module.h"
#include "engine/models/model.h"
#include "engine/trace/run_memory.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace attenscope {

/// A decoded picture with what was noticed while reading it.
struct Picture {
    Image image;
    std::string name;           ///< the file's name, or what it is: "pasted picture"
    std::filesystem::path file; ///< empty for a pasted one
    std::string digest;         ///< SHA-256 of the file, hexadecimal; empty for a pasted one
    bool isPlain = false;       ///< there is none: what a module's cells are drawn on
    Warnings warnings;
};

using PicturePtr = std::shared_ptr<const Picture>;
using RegionsPtr = std::shared_ptr<const Regions>;

/// Everything that a run depends on. Two equal requests give equal traces.
struct RunRequest {
    std::filesystem::path model;          ///< a checkpoint's folder, or a module's file
    std::optional<ModuleSetup> module;    ///< what to run in place of a model
    PicturePtr picture;                   ///< null until it was read
    std::function<Picture()> readPicture; ///< called while `picture` is null; none: a plain one
    std::filesystem::path regionsFile;    ///< a detector's regions of the picture; empty: none
    RegionsPtr regions;                   ///< null until a model needed them
    std::string caption;
    std::optional<Mode> mode; ///< nothing: the model's native one
    Intervention intervention;
};

/// What a finished run brings.
struct RunResult {
    RunRequest request; ///< with its picture and its mode filled in
    ModelPtr model;
    TracePtr trace;
    TracePtr plainTrace; ///< the same run without interventions; equal to `trace` if there are none
    double elapsedMs = 0;      ///< of the pass through the model that gave `trace`
    double plainElapsedMs = 0; ///< of the one that gave `plainTrace`
};

/// The time in milliseconds since a moment that stays.
double steadyMilliseconds();

/// How the state gets at models, pictures and the time; tests put others in their place.
struct Sources {
    std::function<double()> clockMs = steadyMilliseconds;
    /// The time by which progress is judged, which is asked for at other moments than a run's.
    std::function<double()> progressClockMs = steadyMilliseconds;
    std::function<ModelPtr(const std::filesystem::path&, const Progress&)> loadModel;
    std::function<ModelPtr(const ModuleSetup&, const Progress&)> loadModule;
    std::function<Picture(const std::filesystem::path&)> readPicture;
    /// The regions that a file holds for the picture.
    std::function<Regions(const std::filesystem::path&, const Picture&, const Progress&)>
        readRegions;
};

/// What can be taken over from the last result instead of being read again.
struct Kept {
    std::filesystem::path modelPath;
    std::optional<ModuleSetup> module;
    ModelPtr model;
    TracePtr plainTrace; ///< of this model, picture, caption and mode; null if one of them changed
    double plainElapsedMs = 0;
    std::shared_ptr<RunMemory> memory; ///< of the layers of earlier runs; null: all are computed
};

/// The same run once more, with the queries, keys and values of every site kept in its trace.
/// Slow: called on a worker.
TracePtr runWithProjections(const RunResult& result, const Progress& progress);

/// Reads what is missing and runs the model. Slow: called on the worker. Regions are read only for
/// a model that needs them. A module without a picture is drawn on a plain one.
/// Throws E_USAGE_MISSING for a model without a picture, what the model, the picture, its regions
/// or the caption give cause for, Cancelled.
RunResult
performRun(RunRequest request, const Kept& kept, const Sources& sources, const Progress& progress);

} // namespace attenscope
