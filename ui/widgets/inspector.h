#pragma once

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/widgets/section.h"

#include <optional>

namespace attenscope {

/// The number that is pointed at, with everything that tells what it is.
class Inspector : public Section {
    Q_OBJECT

public:
    struct Content {
        TracePtr trace;
        std::optional<Selection> selection;
        Map map;
        std::optional<int> key; ///< unit or word; nothing: none is pointed at or chosen
        QString absence;        ///< why there is no map
    };

    explicit Inspector(QWidget* parent = nullptr);

    void setContent(const Content& content);

private:
    void showNumber(const Content& content, std::size_t key);
    void showSource(const Content& content);

    QLabel* pair_;
    QLabel* hint_;
    QWidget* numbers_;
    QLabel* weight_;
    QLabel* meaning_; ///< of the number
    QLabel* rank_;
    FactsTable* facts_;
    QLabel* formula_;
    QLabel* tensor_;
    QLabel* shape_;
};

} // namespace attenscope
