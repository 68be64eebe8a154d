// The tabs that show many maps at once: tools, wishes and commands.
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/grid_content.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/word_cells_pane.h"
#include "ui/widgets/word_grid_pane.h"
#include "ui/widgets/word_pane.h"

#include <cmath>

namespace attenscope {

namespace {

Segments* makePieceChoice()
{
    auto* choice = new Segments(MainWindow::tr("Text as words or pieces"));
    choice->setItems(
        {{MainWindow::tr("Words"), MainWindow::tr("Pieces put together: summed as keys, "
                                                  "averaged as queries (T)")},
         {MainWindow::tr("Pieces"), MainWindow::tr("What the tokenizer made of each "
                                                   "word (T)")}});
    return choice;
}

} // namespace

QWidget* MainWindow::buildMatrixTools()
{
    auto* tools = new QWidget;
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    matrixBlocks_ = new Segments(tr("Blocks of a joint matrix"));
    matrixBlocks_->setItems({{tr("One block"), tr("Only the map that is chosen at the right (B)")},
                             {tr("All blocks"), tr("Text and image, as queries and as keys (B)")}});
    matrixZoom_ = new QPushButton;
    setRole(*matrixZoom_, "flat");
    matrixZoom_->setFont(valueFont());
    matrixZoom_->setMinimumWidth(84);
    describeControl(*matrixZoom_, tr("Fit the matrix"),
                    tr("Fit the matrix (0). Zoom: wheel, Ctrl+±. Move: drag"));
    pieceChoices_.push_back(makePieceChoice());
    layout->addStretch(1);
    layout->addWidget(matrixBlocks_);
    layout->addWidget(pieceChoices_.back());
    layout->addWidget(matrixZoom_);
    return tools;
}

QWidget* MainWindow::buildWordTools()
{
    auto* tools = new QWidget;
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    pieceChoices_.push_back(makePieceChoice());
    layout->addStretch(1);
    layout->addWidget(pieceChoices_.back());
    return tools;
}

void MainWindow::connectGrids()
{
    for (WordStripView* strip : {words_->strip(), cells_->cells()}) {
        connect(strip, &WordStripView::pieceHovered, document_, &Document::hoverPiece);
        connect(strip, &WordStripView::pieceClicked, document_, &Document::focusPiece);
    }
    for (Segments* choice : pieceChoices_) {
        connect(choice, &Segments::chosen, this,
                [this](int index) { document_->setShowsPieces(index == 1); });
    }
    connect(matrixBlocks_, &Segments::chosen, this, [this](int index) {
        document_->setMatrixBlocks(index == 1 ? MatrixBlocks::All : MatrixBlocks::One);
    });
    connect(matrixZoom_, &QPushButton::clicked, matrixView_, &FullMatrixView::fit);
    connect(matrixView_, &FullMatrixView::zoomChanged, this, [this] {
        const bool isFitting = std::abs(matrixView_->zoom() - 1) < 1e-6;
        matrixZoom_->setText(isFitting ? tr("Fit")
                                       : tr("%1 %").arg(std::lround(100 * matrixView_->zoom())));
    });
    const auto choose = [this](int key, bool adds) {
        if (document_->view().showsPieces) {
            document_->focusPiece(key, adds);
        } else {
            document_->focusWord(key, adds);
        }
    };
    WordGridView* grid = wordGrid_->grid();
    connect(grid, &WordGridView::itemPointed, this,
            [this](std::optional<int> key) { document_->hoverCell(key, std::nullopt); });
    connect(grid, &WordGridView::itemChosen, this, choose);
    connect(grid, &WordGridView::itemOpened, this, [this] { document_->setTab(Tab::Image); });
    connect(matrixView_, &FullMatrixView::queryChosen, this,
            [this, choose](const MatrixItem& query, bool adds) {
                if (query.isImage) {
                    document_->focusUnit(query.index, adds);
                } else {
                    choose(query.index, adds);
                }
            });
    connect(matrixView_, &FullMatrixView::cellPointed, this,
            [this](const std::optional<MatrixItem>& query, const std::optional<MatrixItem>& key) {
                std::optional<int> word;
                std::optional<int> unit;
                for (const std::optional<MatrixItem>& item : {key, query}) { // the query wins
                    if (item) {
                        (item->isImage ? unit : word) = item->index;
                    }
                }
                document_->hoverCell(word, unit);
            });
}

void MainWindow::buildGridCommands(QMenu& view)
{
    const QString group = tr("View");
    addCommand(view,
               {"view.pieces", group, tr("&Pieces of words"),
                tr("Else their pieces are put together"), keyList("T"),
                [this] { document_->setShowsPieces(!document_->view().showsPieces); },
                [this] { return hasResult(); }, [this] { return document_->view().showsPieces; }});
    addCommand(view, {"view.all-blocks", group, tr("All &blocks of a joint matrix"),
                      tr("Text and image, as queries and as keys"), keyList("B"),
                      [this] {
                          const bool isAll = document_->view().matrixBlocks == MatrixBlocks::All;
                          document_->setMatrixBlocks(isAll ? MatrixBlocks::One : MatrixBlocks::All);
                      },
                      [this] { return document_->pane(document_->view().active).map.isJoint; },
                      [this] { return document_->view().matrixBlocks == MatrixBlocks::All; }});
    view.addSeparator();
}

void MainWindow::showGrids()
{
    const View& view = document_->view();
    for (Segments* choice : pieceChoices_) {
        choice->setCurrent(view.showsPieces ? 1 : 0);
    }
    matrixBlocks_->setCurrent(view.matrixBlocks == MatrixBlocks::All ? 1 : 0);
    matrixBlocks_->setVisible(document_->pane(view.active).map.isJoint);
    if (view.tab == Tab::Words) {
        wordGrid_->setContent(wordGridContent(*document_));
    }
    if (view.tab == Tab::FullMatrix) {
        matrixView_->setContent(matrixViewContent(*document_));
    }
}

void MainWindow::zoomView(double factor)
{
    if (document_->view().tab == Tab::FullMatrix) {
        matrixView_->zoomBy(factor);
    } else {
        canvas_->zoomBy(factor);
    }
}

void MainWindow::fitView()
{
    if (document_->view().tab == Tab::FullMatrix) {
        matrixView_->fit();
    } else {
        canvas_->fit();
    }
}

} // namespace attenscope
