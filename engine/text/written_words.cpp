#include "engine/text/written_words.h"

#include "engine/text/basic_pieces.h"

namespace attenscope {

void numberWords(const std::string& caption,
                 std::size_t begin,
                 std::size_t end,
                 std::vector<Token>& tokens,
                 int& words)
{
    const std::vector<CodePoints> pieces =
        basicPieces(codePointsOf(caption, begin, end),
                    {.lowersCase = false, .stripsAccents = false, .splitsCjk = true});
    auto piece = pieces.begin();
    std::size_t wordEnd = begin; // of the written words that the tokens so far reach into
    bool isFirst = true;
    bool isAwaited = false; // all tokens of the word so far stand for no bytes
    for (Token& token : tokens) {
        const bool isNew = token.isSpecial || (!isAwaited && token.begin >= wordEnd);
        if (isNew && !isFirst) {
            ++words;
        }
        isFirst = false;
        isAwaited = token.begin == token.end && (isNew || isAwaited);
        token.word = words;
        wordEnd = std::max(wordEnd, token.end);
        while (piece != pieces.end() && piece->front().begin < token.end) {
            if (!token.isSpecial) {
                wordEnd = std::max(wordEnd, piece->back().end);
            }
            ++piece;
        }
    }
    words += isFirst ? 0 : 1;
}

} // namespace attenscope
