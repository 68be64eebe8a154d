#pragma once

#include "engine/models/model.h"
#include "ui/widgets/section.h"

class QToolButton;

namespace attenscope {

/// What is known of the model, and its notice.
class ModelPanel : public Section {
    Q_OBJECT

public:
    explicit ModelPanel(QWidget* parent = nullptr);

    /// stacks  what the current mode records
    void setModel(const ModelInfo& info, const std::vector<StackInfo>& stacks);

Q_SIGNALS:
    void changeRequested(); ///< of what was said about a module

private:
    QToolButton* change_;
    FactsTable* facts_;
    QLabel* lines_;
    QLabel* notice_;
};

} // namespace attenscope
