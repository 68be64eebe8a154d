#include "engine/models/module_answers.h"

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/strict_json.h"
#include "engine/io/json.h"

namespace attenscope {

namespace {

constexpr const char* kText = "text";
constexpr const char* kImage = "image";
constexpr const char* kFirst = "first";
constexpr const char* kSecond = "second";
constexpr const char* kHides = "hides";
constexpr const char* kKeeps = "keeps";

Json textOf(const ModuleSetup& setup)
{
    Json answers = Json::object();
    const auto setFile = [&](const char* key, const std::string& file) {
        if (!file.empty()) {
            answers.set(key, rememberedName(file)); // with ":NAME", which is no part of a path
        }
    };
    setFile("query", setup.query);
    setFile("context", setup.context);
    setFile("value", setup.value);
    setFile("mask", setup.mask);
    if (setup.heads) {
        answers.set("heads", *setup.heads);
    }
    if (setup.asks) {
        answers.set("query_is", *setup.asks == Modality::Text ? kText : kImage);
    }
    if (setup.batchOrder) {
        answers.set("batch_order", *setup.batchOrder == BatchOrder::First ? kFirst : kSecond);
    }
    if (setup.grid) {
        answers.set("grid", Json::array().push(setup.grid->rows).push(setup.grid->columns));
    }
    if (setup.prefix) {
        answers.set("prefix", *setup.prefix);
    }
    answers.set("mask_true", setup.maskMeaning == MaskMeaning::TrueHides ? kHides : kKeeps);
    answers.set("add_zero_attn", setup.addsZeroAttention);
    return answers;
}

/// The members of an entry, each of them as it was written or left out.
class Answers {
public:
    explicit Answers(nlohmann::ordered_json json) : json_(std::move(json)) {}

    std::string text(const char* key) const
    {
        const auto found = json_.find(key);
        return found != json_.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string();
    }

    /// One of two words, or nothing.
    template <typename Value>
    std::optional<Value> choice(const char* key,
                                const std::pair<const char*, Value>& one,
                                const std::pair<const char*, Value>& other) const
    {
        const std::string word = text(key);
        return word == one.first     ? std::optional(one.second)
               : word == other.first ? std::optional(other.second)
                                     : std::nullopt;
    }

    bool flag(const char* key) const
    {
        const auto found = json_.find(key);
        return found != json_.end() && found->is_boolean() && found->get<bool>();
    }

    bool has(const char* key) const { return json_.contains(key); }

    std::optional<int> heads() const
    {
        const auto found = json_.find("heads");
        return found != json_.end() ? count(*found, limits::kHeads) : std::nullopt;
    }

    std::optional<GridSize> grid() const
    {
        const auto found = json_.find("grid");
        if (found == json_.end() || !found->is_array() || found->size() != 2) {
            return std::nullopt;
        }
        const std::optional<int> rows = count((*found)[0], limits::kPatches);
        const std::optional<int> columns = count((*found)[1], limits::kPatches);
        return rows && columns ? std::optional(GridSize{.rows = *rows, .columns = *columns})
                               : std::nullopt;
    }

private:
    static std::optional<int> count(const nlohmann::ordered_json& json, std::int64_t most)
    {
        const bool isCount = json.is_number_unsigned() && json.get<std::uint64_t>() >= 1 &&
                             json.get<std::uint64_t>() <= static_cast<std::uint64_t>(most);
        return isCount ? std::optional(json.get<int>()) : std::nullopt;
    }

    nlohmann::ordered_json json_;
};

ModuleSetup setupOf(const Answers& answers)
{
    ModuleSetup setup;
    setup.query = answers.text("query");
    setup.context = answers.text("context");
    setup.value = answers.text("value");
    setup.mask = answers.text("mask");
    setup.heads = answers.heads();
    setup.asks =
        answers.choice<Modality>("query_is", {kText, Modality::Text}, {kImage, Modality::Image});
    setup.batchOrder = answers.choice<BatchOrder>("batch_order", {kFirst, BatchOrder::First},
                                                  {kSecond, BatchOrder::Second});
    setup.grid = answers.grid();
    if (answers.has("prefix")) {
        setup.prefix = answers.text("prefix");
    }
    setup.maskMeaning = answers
                            .choice<MaskMeaning>("mask_true", {kHides, MaskMeaning::TrueHides},
                                                 {kKeeps, MaskMeaning::TrueKeeps})
                            .value_or(MaskMeaning::TrueHides);
    setup.addsZeroAttention = answers.flag("add_zero_attn");
    return setup;
}

} // namespace

std::string moduleAnswersText(const ModuleSetup& setup)
{
    return textOf(setup).compact();
}

std::optional<ModuleSetup> moduleAnswersFrom(const std::string& text,
                                             const std::filesystem::path& weights)
{
    try {
        nlohmann::ordered_json json = parseStrictJson(text, weights.string());
        if (!json.is_object()) {
            return std::nullopt;
        }
        ModuleSetup setup = setupOf(Answers(std::move(json)));
        setup.weights = weights;
        return setup;
    } catch (const Error&) {
        return std::nullopt; // damage costs what was said and nothing else
    }
}

std::optional<ModuleSetup> ModuleAnswers::find(const std::filesystem::path& weights) const
{
    const std::optional<std::string> text = answers_.find(rememberedName(weights));
    return text ? moduleAnswersFrom(*text, weights) : std::nullopt;
}

void ModuleAnswers::remember(const ModuleSetup& setup) const
{
    answers_.remember(rememberedName(setup.weights), moduleAnswersText(setup));
}

} // namespace attenscope
