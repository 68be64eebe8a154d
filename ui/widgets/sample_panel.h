#pragma once

#include <QImage>

#include "ui/widgets/section.h"

namespace attenscope {

/// The picture as it was opened.
class SamplePanel : public Section {
    Q_OBJECT

public:
    explicit SamplePanel(QWidget* parent = nullptr);

    /// grid  "12 × 12 patches"
    void setSample(const QImage& picture, const QString& name, const QString& grid);

    /// A module's features, which came without a picture.
    void setPlain(const QString& grid);

private:
    QLabel* name_;
    QLabel* thumbnail_;
    FactsTable* facts_;
};

} // namespace attenscope
