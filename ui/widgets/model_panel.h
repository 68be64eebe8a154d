#pragma once

#include "engine/models/model.h"
#include "ui/widgets/section.h"

namespace attenscope {

/// What is known of the model, and its notice.
class ModelPanel : public Section {
    Q_OBJECT

public:
    explicit ModelPanel(QWidget* parent = nullptr);

    /// stacks  what the current mode records
    void setModel(const ModelInfo& info, const std::vector<StackInfo>& stacks);

private:
    FactsTable* facts_;
    QLabel* lines_;
    QLabel* notice_;
};

} // namespace attenscope
