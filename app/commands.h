#pragma once

#include "app/options.h"
#include "app/sources.h"

#include <stop_token>

/// The subcommands. Each throws Error, or Cancelled after a stop was asked for; what it has written
/// until then is whole or gone.
namespace attenscope {

/// What the program has around it.
struct Surroundings {
    LoadPlaces places;
    std::stop_token stop;
};

void performRun(const RunCommand& command, const Surroundings& surroundings);

/// Needs a QGuiApplication.
void performFigure(const FigureCommand& command, const Surroundings& surroundings);

void performInspect(const InspectCommand& command, const Surroundings& surroundings);

void performModels(const ModelsCommand& command, const Surroundings& surroundings);

} // namespace attenscope
