#pragma once

#include "ui/widgets/head_matrix.h"
#include "ui/widgets/section.h"

#include <string>
#include <vector>

class QDoubleSpinBox;

namespace attenscope {

class LabelledCombo;
class Segments;

/// The heads of all layers, with what orders, numbers and filters them.
class HeadsPanel : public Section {
    Q_OBJECT

public:
    struct Content {
        HeadMatrix::Content matrix;
        /// For each row of statistics(): why it says nothing here; empty where it does.
        std::vector<std::string> absences;
    };

    explicit HeadsPanel(QWidget* parent = nullptr);

    void setContent(Content content);

    HeadMatrix* matrix() { return matrix_; }

Q_SIGNALS:
    void listingChosen(attenscope::HeadListing listing);

private:
    QWidget* buildControls();
    void buildOrders();
    void buildFilters();
    void buildLooks();
    void fillStatistics(const std::vector<std::string>& absences);
    void showListing(const std::string& absence);
    void chooseFilter(HeadFilter filter);
    QString countText() const;

    HeadListing listing_;
    StatisticTable numbers_;
    std::vector<std::string> absences_;
    QLabel* count_;
    LabelledCombo* order_;
    LabelledCombo* statistic_;
    LabelledCombo* filter_;
    QDoubleSpinBox* limit_;
    Segments* looks_;
    QLabel* absence_;
    HeadMatrix* matrix_;
};

} // namespace attenscope
