#pragma once

#include "ui/state/document.h"
#include "ui/widgets/full_matrix_view.h"
#include "ui/widgets/word_grid_pane.h"

/// What the document's state looks like in the views of many maps at once. Functions of the
/// document alone; they need a result.
namespace attenscope {

FullMatrixView::Content matrixViewContent(const Document& document);
WordGridPane::Content wordGridContent(const Document& document);

} // namespace attenscope
