// SvgWriter: writes the elements of a picture, and knows about how wide a text is.
//
// Thread rule: one thread, the stream's.
#pragma once
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace loopscope {

struct SvgPoint {
    double x = 0;
    double y = 0;
};
struct SvgBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

// No font is at hand, so a letter counts as 0.6 of the font's size, and one of a wide script (from U+1100 on) as a
// whole: a sans-serif text is narrower than that in all but the oddest cases.
double text_width(std::string_view clean, double size);
// As much of the text as fits, with "…" where something had to go; "" if less than five letters fit.
std::string fitted(std::string_view clean, double size, double width);

class SvgWriter {
public:
    explicit SvgWriter(std::ostream& out) : out_(out) {}

    // Around all elements.
    static void begin(std::ostream& out, int width, double height, std::string_view title, std::string_view style);
    static void end(std::ostream& out);

    // `data`: more attributes, written as they are: R"(data-task="3")".
    void open(std::string_view kind, std::string_view data = {}, std::string_view title = {});
    void close();
    void rect(std::string_view kind, const SvgBox& box);
    void line(std::string_view kind, SvgPoint from, SvgPoint to);
    void path(std::string_view kind, std::string_view d);
    void circle(std::string_view kind, SvgPoint centre, double radius);
    void text(std::string_view kind, SvgPoint at, std::string_view clean);

    static std::string number(double value);  // one decimal at most
    static std::string escaped(std::string_view clean);

private:
    void element(std::string_view name, std::string_view kind);

    std::ostream& out_;
    std::string indent_ = "  ";
};

}  // namespace loopscope
