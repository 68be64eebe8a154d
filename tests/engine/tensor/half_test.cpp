#include <QtTest>

#include "engine/tensor/half.h"

#include <array>
#include <bit>
#include <cmath>
#include <vector>

using namespace attenscope;

namespace {

/// IEEE 754-2008, section 3.4, with arithmetic instead of bits: sign, exponent of `exponentBits`
/// biased by half its range, fraction.
double valueOf(std::uint32_t bits, int exponentBits, int fractionBits)
{
    const double sign = ((bits >> (exponentBits + fractionBits)) & 1U) != 0 ? -1.0 : 1.0;
    const std::uint32_t exponentMask = (1U << exponentBits) - 1U;
    const auto exponent = static_cast<int>((bits >> fractionBits) & exponentMask);
    const double fraction =
        static_cast<double>(bits & ((1U << fractionBits) - 1U)) / std::ldexp(1.0, fractionBits);
    const int bias = (1 << (exponentBits - 1)) - 1;
    if (exponent == static_cast<int>(exponentMask)) {
        return fraction == 0.0 ? sign * HUGE_VAL : std::nan("");
    }
    return exponent == 0 ? sign * std::ldexp(fraction, 1 - bias)
                         : sign * std::ldexp(1.0 + fraction, exponent - bias);
}

bool isSame(float found, double expected)
{
    if (std::isnan(expected)) {
        return std::isnan(found);
    }
    return static_cast<double>(found) == expected && std::signbit(found) == std::signbit(expected);
}

std::vector<std::byte> everyPattern()
{
    std::vector<std::byte> bytes;
    for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
        bytes.push_back(static_cast<std::byte>(bits & 0xFF));
        bytes.push_back(static_cast<std::byte>(bits >> 8));
    }
    return bytes;
}

} // namespace

class HalfTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHalfIsExact();
    void everyBfloat16IsExact();
    void knownPatterns();
    void oddAddressesAreFine();
};

void HalfTest::everyHalfIsExact()
{
    for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
        const float found = floatFromHalf(static_cast<std::uint16_t>(bits));
        QVERIFY2(isSame(found, valueOf(bits, 5, 10)), qPrintable(QString::number(bits, 16)));
    }
}

void HalfTest::everyBfloat16IsExact()
{
    for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
        const float found = floatFromBfloat16(static_cast<std::uint16_t>(bits));
        QVERIFY2(isSame(found, valueOf(bits, 8, 7)), qPrintable(QString::number(bits, 16)));
    }
}

void HalfTest::knownPatterns()
{
    QVERIFY(floatFromHalf(0x3C00) == 1.0F);
    QVERIFY(floatFromHalf(0xC000) == -2.0F);
    QVERIFY(floatFromHalf(0x7BFF) == 65504.0F);
    QVERIFY(floatFromHalf(0x0001) == std::ldexp(1.0F, -24));
    QVERIFY(floatFromBfloat16(0x3F80) == 1.0F);
    QVERIFY(floatFromBfloat16(0xC0A0) == -5.0F);
}

void HalfTest::oddAddressesAreFine()
{
    std::vector<std::byte> bytes = everyPattern();
    bytes.insert(bytes.begin(), std::byte{0xAB});
    std::vector<float> halves(0x10000);
    std::vector<float> bfloats(0x10000);
    widenHalf(bytes.data() + 1, halves);
    widenBfloat16(bytes.data() + 1, bfloats);
    for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
        QVERIFY(isSame(halves[bits], valueOf(bits, 5, 10)));
        QVERIFY(isSame(bfloats[bits], valueOf(bits, 8, 7)));
    }
}

QTEST_APPLESS_MAIN(HalfTest)
#include "half_test.moc"
