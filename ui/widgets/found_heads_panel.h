#pragma once

#include "engine/analysis/found_heads.h"
#include "ui/widgets/section.h"

#include <optional>
#include <vector>

class QListWidget;

namespace attenscope {

/// Which heads look into the chosen patches: a list, the largest share first.
class FoundHeadsPanel : public Section {
    Q_OBJECT

public:
    struct Content {
        QString query; ///< "“red”"
        int units = 0; ///< how many are chosen
        std::vector<HeadShare> heads;
        int layer = 0; ///< the head that is shown
        std::optional<int> head;
    };

    explicit FoundHeadsPanel(QWidget* parent = nullptr);

    void setContent(Content content);

    /// The head so many places further down than the one that is shown, the first one if none is;
    /// nothing if the list is empty.
    std::optional<HeadShare> neighbour(int by) const;

Q_SIGNALS:
    void headChosen(attenscope::HeadShare head);
    void closed();

private:
    std::optional<std::size_t> shownIndex() const;

    Content content_;
    QLabel* question_;
    QListWidget* list_;
};

} // namespace attenscope

Q_DECLARE_METATYPE(attenscope::HeadShare)
