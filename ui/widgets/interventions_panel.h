#pragma once

#include "engine/trace/site.h"
#include "ui/widgets/section.h"

#include <vector>

class QToolButton;

namespace attenscope {

/// What the user has changed about the run, each with a way to take it back.
class InterventionsPanel : public Section {
    Q_OBJECT

public:
    struct Item {
        enum class Kind { Word, Unit, Head };
        Kind kind = Kind::Word;
        int index = 0; ///< of the word or unit
        HeadId head;   ///< that is off
        QString text;  ///< "“red” masked"
    };

    explicit InterventionsPanel(QWidget* parent = nullptr);

    void setItems(const std::vector<Item>& items, bool canUndo);

Q_SIGNALS:
    void removeRequested(attenscope::InterventionsPanel::Item item);
    void undoRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeRow(const Item& item);
    void rebuild();

    QToolButton* undo_;
    QLabel* empty_;
    QVBoxLayout* rows_;
    QWidget* list_ = nullptr;
    std::vector<Item> items_;
};

} // namespace attenscope
