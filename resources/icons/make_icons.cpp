// Draws an icon in the sizes that desktops want, at build time.
//
//   make_icons ICON.svg SIZE OUT.png

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QTextStream>

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    const int size = arguments.size() == 4 ? arguments[2].toInt() : 0;
    QSvgRenderer icon(arguments.value(1));
    if (size <= 0 || !icon.isValid()) {
        QTextStream(stderr) << "make_icons: wants an SVG, a size and a file\n";
        return 2;
    }
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    icon.render(&painter);
    painter.end();
    if (!image.save(arguments[3])) {
        QTextStream(stderr) << arguments[3] << ": could not be written\n";
        return 1;
    }
    return 0;
}
