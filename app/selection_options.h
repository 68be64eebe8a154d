#pragma once

#include "app/options.h"

#include <string>

namespace CLI {
class App;
}

namespace attenscope {

/// The options that say what of a run is looked at: of the figure, or of what it is compared with.
class SelectionArguments {
public:
    /// For what a figure shows: "--layer".
    void add(CLI::App& command);
    /// For what it is compared with: "--compare-layer", and what only makes sense there.
    void addCompared(CLI::App& command);

    /// Whether any of them was given.
    bool isGiven() const;

    /// Throws E_USAGE_VALUE.
    SelectionCommand read() const;
    /// What of A's selection B has, with what is said about B put in its place.
    SelectionCommand readAfter(const SelectionCommand& a) const;

private:
    CLI::App* command_ = nullptr;
    std::string prefix_;
    std::string direction_;
    std::string kind_;
    std::string layer_;
    std::string head_;
    std::string aggregation_;
    std::vector<std::string> words_;
    std::vector<std::string> units_;
    std::vector<int> tokens_;
    std::string rows_;
    std::string special_;
    bool showsPieces_ = false;
    bool showsWords_ = false;
    bool asksWithAll_ = false;

    std::string nameOf(const char* option) const { return prefix_ + option; }

    bool has(const char* option) const;
    void addCommon(CLI::App& command, const std::string& whose);
    void readInto(SelectionCommand& selection) const;
    void requireOneHead(const SelectionCommand& selection) const;
};

} // namespace attenscope
