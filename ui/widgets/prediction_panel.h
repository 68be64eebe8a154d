#pragma once

#include <QStringList>

#include "engine/trace/trace.h"
#include "ui/widgets/section.h"

#include <optional>

class QPushButton;

namespace attenscope {

/// A share between 0 and 1 with a tick at what it was before.
class ShareBar : public QWidget {
    Q_OBJECT

public:
    explicit ShareBar(QWidget* parent = nullptr);

    void setShare(double share, std::optional<double> before);

    QSize sizeHint() const override { return {160, 12}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double share_ = 0;
    std::optional<double> before_;
};

/// What the model says: the match by the chosen fusion strategy, large, then everything else.
class PredictionPanel : public Section {
    Q_OBJECT

public:
    explicit PredictionPanel(QWidget* parent = nullptr);

    /// plain  the outputs of the same run without interventions, for the difference; may be null
    /// fusion  id of the score shown large; empty: the first
    void setOutputs(const Outputs& outputs, const Outputs* plain, const std::string& fusion);

private:
    void showMatch(const MatchScore& score, std::optional<double> before);
    void showOthers();
    void showStrategies(const Outputs& outputs, const Outputs* plain, const std::string& fusion);

    QWidget* match_;
    QLabel* number_;
    QLabel* delta_;
    ShareBar* bar_;
    QLabel* sentence_;
    FactsTable* strategies_;
    QLabel* others_;
    QPushButton* more_;
    QStringList lines_; ///< all that others_ may show
    bool showsAll_ = false;
};

} // namespace attenscope
