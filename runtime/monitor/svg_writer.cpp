#include "monitor/svg_writer.hpp"

#include "monitor/clean_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace loopscope {
namespace {

constexpr double kLetterWidth = 0.6;
constexpr std::size_t kLeastLetters = 5;

bool begins_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }

// The first letters of U+1100 and on begin with this byte or a greater one, but for those of U+1000 to U+10FF.
bool is_wide(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead == 0xe1) return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0x84;
    // Punctuation, arrows and pictures (U+2000 to U+2BFF) are no wider than letters.
    if (lead == 0xe2) return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xb0;
    return lead > 0xe2;
}

}  // namespace

double text_width(std::string_view clean, double size) {
    double width = 0;
    for (std::size_t i = 0; i < clean.size(); ++i) {
        if (begins_letter(clean[i])) width += is_wide(clean, i) ? 1 : kLetterWidth;
    }
    return width * size;
}

std::string fitted(std::string_view clean, double size, double width) {
    if (text_width(clean, size) <= width) return std::string(clean);
    auto most = static_cast<std::size_t>(std::max(0.0, width / (size * kLetterWidth)));
    std::string text = shortened(clean, most);
    while (most > 0 && text_width(text, size) > width) text = shortened(clean, --most);
    return most < kLeastLetters ? std::string() : text;
}

void SvgWriter::begin(std::ostream& out, int width, double height, std::string_view title, std::string_view style) {
    const std::string high = number(height);
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width << "\" height=\"" << high
        << "\" viewBox=\"0 0 " << width << ' ' << high << "\" font-family=\"sans-serif\">\n"
        << "  <title>" << escaped(title) << "</title>\n  <style>\n"
        << style << "  </style>\n";
}

void SvgWriter::end(std::ostream& out) { out << "</svg>\n"; }

void SvgWriter::open(std::string_view kind, std::string_view data, std::string_view title) {
    element("g", kind);
    if (!data.empty()) out_ << ' ' << data;
    out_ << ">";
    if (!title.empty()) out_ << "<title>" << escaped(title) << "</title>";
    out_ << '\n';
    indent_ += "  ";
}

void SvgWriter::close() {
    indent_.resize(indent_.size() - 2);
    out_ << indent_ << "</g>\n";
}

void SvgWriter::rect(std::string_view kind, const SvgBox& box) {
    element("rect", kind);
    out_ << " x=\"" << number(box.x) << "\" y=\"" << number(box.y) << "\" width=\"" << number(box.width)
         << "\" height=\"" << number(box.height) << "\"/>\n";
}

void SvgWriter::line(std::string_view kind, SvgPoint from, SvgPoint to) {
    element("line", kind);
    out_ << " x1=\"" << number(from.x) << "\" y1=\"" << number(from.y) << "\" x2=\"" << number(to.x) << "\" y2=\""
         << number(to.y) << "\"/>\n";
}

void SvgWriter::path(std::string_view kind, std::string_view d) {
    element("path", kind);
    out_ << " d=\"" << d << "\"/>\n";
}

void SvgWriter::circle(std::string_view kind, SvgPoint centre, double radius) {
    element("circle", kind);
    out_ << " cx=\"" << number(centre.x) << "\" cy=\"" << number(centre.y) << "\" r=\"" << number(radius) << "\"/>\n";
}

void SvgWriter::text(std::string_view kind, SvgPoint at, std::string_view clean) {
    if (clean.empty()) return;
    element("text", kind);
    out_ << " x=\"" << number(at.x) << "\" y=\"" << number(at.y) << "\">" << escaped(clean) << "</text>\n";
}

void SvgWriter::element(std::string_view name, std::string_view kind) {
    out_ << indent_ << '<' << name;
    if (!kind.empty()) out_ << " class=\"" << kind << '"';
}

std::string SvgWriter::number(double value) {
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%.1f", std::round(value * 10) / 10 + 0.0);
    std::string digits = text.data();
    if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
    return digits == "-0" ? "0" : digits;
}

std::string SvgWriter::escaped(std::string_view clean) {
    std::string text;
    for (const char letter : clean) {
        switch (letter) {
            case '&':
                text += "&amp;";
                break;
            case '<':
                text += "&lt;";
                break;
            case '>':
                text += "&gt;";
                break;
            case '"':
                text += "&quot;";
                break;
            default:
                text += letter;
        }
    }
    return text;
}

}  // namespace loopscope
