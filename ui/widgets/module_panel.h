#pragma once

#include <QFrame>

#include "ui/state/module_draft.h"

#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace attenscope {

class FactsTable;
class FormRow;
class LabelledCombo;
class PathField;
class Segments;

/// What was recognised of a module, and the questions that its weights leave open.
class ModulePanel : public QFrame {
    Q_OBJECT

public:
    /// draft  what is asked about; shown and changed
    explicit ModulePanel(ModuleDraft* draft, QWidget* parent = nullptr);

    /// The question that comes first: one that is wrong, else one without an answer, else Run.
    void focusFirst();

    /// Takes a file of features for the first side that has none.
    /// false if both have
    bool takeFeatures(const std::string& file);

Q_SIGNALS:
    void closed(); ///< by the user
    void copyRequested();
    void focusMoved(QWidget* control); ///< it has to be in sight

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildFiles();
    void buildChoices();
    void buildButtons();
    void connectFields();
    FormRow* addRow(ModuleField field, const QString& name, QWidget* control);
    FormRow* rowOf(ModuleField field) const;

    void refresh();
    void showFacts();
    void showChoices();
    void showGrids();
    void showProblems();
    void updateIcons();
    ModuleSetup answers() const;
    void change();

    struct Question {
        ModuleField field;
        FormRow* row;
        QWidget* control;
    };

    ModuleDraft* draft_;
    std::vector<Question> questions_;
    QLabel* file_;
    QToolButton* close_;
    FactsTable* facts_;
    QLabel* general_;
    LabelledCombo* prefix_ = nullptr;
    PathField* query_ = nullptr;
    PathField* context_ = nullptr;
    PathField* value_ = nullptr;
    LabelledCombo* heads_ = nullptr;
    Segments* side_ = nullptr;
    LabelledCombo* grid_ = nullptr;
    LabelledCombo* batchOrder_ = nullptr;
    PathField* mask_ = nullptr;
    LabelledCombo* maskMeaning_ = nullptr;
    FormRow* maskMeaningRow_ = nullptr;
    QCheckBox* zeroAttention_ = nullptr;
    QPushButton* run_ = nullptr;
    QPushButton* copy_ = nullptr;
};

} // namespace attenscope
