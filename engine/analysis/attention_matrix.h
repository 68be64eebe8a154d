#pragma once

#include "engine/analysis/scale.h"
#include "engine/base/export.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// What one row or column of an attention matrix stands for.
struct MatrixItem {
    bool isImage = false;
    int index = 0; ///< of the unit, or of the word (of the token with pieces)
    bool isSpecial = false;
    Map::KeyState state = Map::KeyState::Shown; ///< as a key; rows: Shown, or Masked

    friend bool operator==(const MatrixItem&, const MatrixItem&) = default;
};

/// Consecutive rows or columns of one side.
struct MatrixSide {
    bool isImage = false;
    int begin = 0;
    int count = 0;
};

/// One axis of an attention matrix. Padding is left out.
struct MatrixAxis {
    std::vector<MatrixItem> items;
    std::vector<MatrixSide> sides; ///< one, or text and image in the model's own order

    int size() const { return static_cast<int>(items.size()); }

    /// The side that an item belongs to.
    ATTENSCOPE_EXPORT int sideOf(int item) const;
    /// Where a word (token with pieces) or a unit stands; nothing where it does not.
    ATTENSCOPE_EXPORT std::optional<int> find(bool isImage, int index) const;
};

/// Which blocks of a joint matrix are shown.
enum class MatrixBlocks {
    One, ///< the selection's direction
    All  ///< text and image, as queries and as keys; the same as One for matrices of one direction
};

/// All queries of a selection against all of its keys.
struct AttentionMatrix {
    MatrixAxis rows;    ///< queries: words (tokens with pieces), units
    MatrixAxis columns; ///< keys
    Matrix weights;     ///< [rows, columns]
    /// Sums of each row's shown weights, one for each side of the columns. [rows, column sides]
    Matrix rowSums;
    /// Weight on special keys that are hidden or were dropped. [rows, column sides]
    Matrix hiddenSums;
    /// Mean over all ordinary queries of a side, each token of a word counted; what a map without
    /// focus shows. [row sides, columns]
    Matrix columnMeans;
    std::vector<bool> isClosed; ///< [row sides × column sides]: zero whatever the input
    bool isJoint = false;
    bool isConditional = false;
    bool isSimilarity = false;
    std::vector<std::string> siteNames; ///< the tensors it came from

    /// What a cell is: its column's state, or Absent in a closed block.
    ATTENSCOPE_EXPORT Map::KeyState stateAt(int row, int column) const;
    /// Over shown cells that are numbers; 0 if there are none.
    ATTENSCOPE_EXPORT float maximum() const;
    ATTENSCOPE_EXPORT float minimum() const;
    /// liftFactor of a row's shown weights on one side of the columns.
    ATTENSCOPE_EXPORT float liftFactor(int row, int side) const;
    /// Row of a query as a map; its values are those of computeMap with that query in focus.
    /// side  of the columns
    ATTENSCOPE_EXPORT Map rowMap(int row, int side) const;
};

/// Every row of the selection, whatever its focus: heads and layers put together (analysis.md A2),
/// pieces averaged as queries and summed as keys (A3), special keys treated (A15 a–c; special
/// queries stay), blocks of a joint matrix read as they are or each divided by its mass (A1).
/// Throws E_USAGE_SELECTION if the selection does not fit the trace.
ATTENSCOPE_EXPORT AttentionMatrix attentionMatrix(const Trace& trace,
                                                  const Selection& selection,
                                                  MatrixBlocks blocks);

/// The scale of a matrix, and of a grid of its rows: as scaleRange's, of all weights that are shown
/// in the matrix in place of those of all heads. Lifts are those of each row on each side.
/// Throws E_USAGE_SELECTION for cosines on a scale of weights.
ATTENSCOPE_EXPORT ScaleRange matrixRange(const AttentionMatrix& matrix, Scale scale);

} // namespace attenscope
