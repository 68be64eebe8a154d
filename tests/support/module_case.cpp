#include "tests/support/module_case.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace attenscope {

namespace {

std::string arrayOf(const std::filesystem::path& folder, const char* name)
{
    const std::filesystem::path file = folder / (std::string(name) + ".npy");
    return std::filesystem::exists(file) ? file.string() : std::string();
}

} // namespace

ModuleCase readModuleCase(const std::filesystem::path& folder)
{
    std::ifstream file(folder / "case.json");
    const nlohmann::json facts = nlohmann::json::parse(file);
    ModuleCase result;
    ModuleSetup& setup = result.setup;
    setup.weights = folder / facts.at("weights").get<std::string>();
    setup.query = arrayOf(folder, "query");
    setup.context = arrayOf(folder, "context");
    setup.value = arrayOf(folder, "value");
    setup.mask = arrayOf(folder, "mask");
    setup.heads = facts.at("heads").get<int>();
    setup.addsZeroAttention = facts.value("zero_attention", false);
    if (facts.contains("query_is")) {
        setup.asks = facts["query_is"] == "text" ? Modality::Text : Modality::Image;
    }
    if (facts.contains("batch")) {
        setup.batchOrder = facts["batch"] == "first" ? BatchOrder::First : BatchOrder::Second;
    }
    if (facts.contains("grid")) {
        const std::string text = facts["grid"].get<std::string>();
        const std::size_t by = text.find('x');
        setup.grid = GridSize{.rows = std::stoi(text.substr(0, by)),
                              .columns = std::stoi(text.substr(by + 1))};
    }
    if (facts.contains("mode")) {
        result.mode = facts["mode"].get<std::string>();
    }
    return result;
}

std::vector<std::filesystem::path> moduleCases(const std::filesystem::path& root)
{
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
        if (entry.is_directory()) {
            folders.push_back(entry.path());
        }
    }
    std::ranges::sort(folders);
    return folders;
}

} // namespace attenscope
