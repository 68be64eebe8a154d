#pragma once

#include <QFrame>

#include "engine/analysis/scale.h"
#include "ui/figure/figure_style.h"

#include <functional>
#include <optional>
#include <string>

class QLabel;
class QToolButton;

namespace attenscope {

class LabelledCombo;
class Segments;
class Stepper;

/// Which layer and heads are shown, and how: the row at the window's foot.
class SteppingBar : public QFrame {
    Q_OBJECT

public:
    struct Content {
        StackSize size;
        int layer = 0;
        std::optional<int> head;
        std::string aggregation;
        SpecialTokens special = SpecialTokens::Hide;
        bool isJoint = false; ///< the map is of a joint matrix
        JointRows jointRows = JointRows::Raw;
        bool isSimilarity = false; ///< the map is of cosines: scales of weights are of no use
        FigureStyle style;         ///< with the scale that the map is really shown on
    };

    explicit SteppingBar(QWidget* parent = nullptr);

    void setContent(const Content& content);
    void setPlaying(bool isPlaying);

protected:
    void changeEvent(QEvent* event) override;

Q_SIGNALS:
    void playRequested(); ///< through the layers, or to stop it
    void layerStepped(int by);
    void headStepped(int by);
    void oneHeadChosen();
    void aggregationChosen(std::string id);
    void specialTokensChosen(attenscope::SpecialTokens special);
    void jointRowsChosen(attenscope::JointRows rows);
    void styleChosen(attenscope::FigureStyle style); ///< scale, colours, cells or smooth

private:
    void buildChoices();
    void addGroup(const QString& label, QWidget* widget);
    void updatePlayButton();
    void fillColours();
    void change(const std::function<void(FigureStyle&)>& edit);

    Content content_;
    bool isPlaying_ = false;
    Stepper* layer_;
    QToolButton* play_;
    Stepper* head_;
    Segments* together_;
    LabelledCombo* scale_;
    LabelledCombo* special_;
    LabelledCombo* rows_; ///< only for joint matrices
    LabelledCombo* colours_;
    Segments* cells_;
};

} // namespace attenscope

Q_DECLARE_METATYPE(attenscope::SpecialTokens)
Q_DECLARE_METATYPE(attenscope::JointRows)
