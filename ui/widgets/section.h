#pragma once

#include <QList>
#include <QPair>
#include <QString>
#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace attenscope {

/// A titled part of a column, closed by a line.
class Section : public QWidget {
    Q_OBJECT

public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    QHBoxLayout* titleRow() { return titleRow_; } ///< for what stands right of the title

    QVBoxLayout* body() { return body_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* titleRow_;
    QVBoxLayout* body_;
};

/// Rows of a muted name and a value at the right; values can be selected.
class FactsTable : public QWidget {
    Q_OBJECT

public:
    using Fact = QPair<QString, QString>;

    /// columns  pairs of name and value side by side
    explicit FactsTable(int columns = 1, QWidget* parent = nullptr);

    void setFacts(const QList<Fact>& facts);

private:
    int columns_;
    QGridLayout* layout_;
    QList<QLabel*> names_;
    QList<QLabel*> values_;
};

/// A label with one of the roles of the style sheet.
QLabel* makeLabel(const QFont& font, const char* role, QWidget* parent);

} // namespace attenscope
