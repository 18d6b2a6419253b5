#include "ui/fonts.hpp"

#include <imgui/imgui_freetype.h>
#include <imgui/imgui_internal.h>

#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <vector>

namespace viz {
namespace {

// Where Debian, Ubuntu, Fedora and Arch keep them.
std::string find_font(std::initializer_list<const char*> names) {
    static constexpr const char* kFolders[] = {"/usr/share/fonts/truetype/noto",
                                               "/usr/share/fonts/truetype/jetbrains-mono",
                                               "/usr/share/fonts/truetype/dejavu",
                                               "/usr/share/fonts/opentype/noto",
                                               "/usr/share/fonts/google-noto",
                                               "/usr/share/fonts/google-noto-vf",
                                               "/usr/share/fonts/jetbrains-mono-fonts",
                                               "/usr/share/fonts/dejavu-sans-fonts",
                                               "/usr/share/fonts/noto",
                                               "/usr/share/fonts/noto-cjk",
                                               "/usr/share/fonts/TTF",
                                               "/usr/local/share/fonts"};
    for (const char* name : names) {
        for (const char* folder : kFolders) {
            std::error_code error;
            const std::filesystem::path path = std::filesystem::path(folder) / name;
            if (std::filesystem::is_regular_file(path, error)) return path.string();
        }
    }
    return {};
}

struct Files {
    std::string sans = find_font({"NotoSans-Regular.ttf", "DejaVuSans.ttf"});
    std::string bold = find_font({"NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf"});
    std::string italic = find_font({"NotoSans-Italic.ttf", "DejaVuSans-Oblique.ttf"});
    std::string mono = find_font({"JetBrainsMono-Regular.ttf", "DejaVuSansMono.ttf", "NotoSansMono-Regular.ttf"});
    std::string symbols = find_font({"NotoSansSymbols2-Regular.ttf"});
    std::string math = find_font({"NotoSansMath-Regular.ttf"});
    std::string dejavu = find_font({"DejaVuSans.ttf"});
    std::string cjk = find_font({"NotoSansCJK-Regular.ttc"});

    std::string note() const {
        if (sans.empty())
            return "No Noto Sans or DejaVu font was found, so text is drawn in a small built-in font. Install "
                   "fonts-noto-core.";
        if (sans.find("NotoSans") == std::string::npos)
            return "Noto Sans was not found, DejaVu is used. Install fonts-noto-core.";
        if (mono.find("JetBrains") == std::string::npos)
            return "JetBrains Mono was not found. Install fonts-jetbrains-mono.";
        return {};
    }
};

bool is_cjk(ImWchar c) { return c >= 0x2E80 && c <= 0xFAFF; }

// Latin, and the signs that lessons and programs like to print: punctuation, arrows,
// mathematics, box drawing, geometric shapes, dingbats.
void add_common(ImFontGlyphRangesBuilder& builder) {
    static constexpr ImWchar kRanges[] = {0x0020, 0x017F, 0x2010, 0x2027, 0x2030, 0x205E, 0x20AC,
                                          0x20AC, 0x2190, 0x21FF, 0x2200, 0x22FF, 0x2500, 0x257F,
                                          0x25A0, 0x25FF, 0x2713, 0x2718, 0};
    builder.AddRanges(kRanges);
}

class AtlasBuilder {
public:
    AtlasBuilder(float scale, const Glyphs& wanted) : scale_(scale), atlas_(*ImGui::GetIO().Fonts) {
        atlas_.Clear();
        atlas_.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
        atlas_.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
        atlas_.TexDesiredWidth = 1024;
        ImFontGlyphRangesBuilder common;
        add_common(common);
        for (const ImWchar c : wanted) {
            common.AddChar(c);
            cjk_ = cjk_ || is_cjk(c);
        }
        common.BuildRanges(&ranges_);
    }

    ImFont* add(const std::string& file, float size) {
        const float pixels = std::round(size * scale_);
        ImFontConfig config;
        config.OversampleH = 1;
        config.PixelSnapH = true;
        ImFont* font = nullptr;
        if (!file.empty()) font = atlas_.AddFontFromFileTTF(file.c_str(), pixels, &config, ranges_.Data);
        if (font == nullptr) {
            config.SizePixels = pixels;
            return atlas_.AddFontDefault(&config);
        }
        // What the font lacks comes from these; a glyph that is there already is not replaced.
        config.MergeMode = true;
        // JetBrains Mono is the only one of ours with box drawing where DejaVu is not installed.
        for (const std::string* more : {&files_.dejavu, &files_.symbols, &files_.math, &files_.mono}) {
            if (!more->empty() && *more != file)
                atlas_.AddFontFromFileTTF(more->c_str(), pixels, &config, ranges_.Data);
        }
        if (cjk_ && !files_.cjk.empty()) atlas_.AddFontFromFileTTF(files_.cjk.c_str(), pixels, &config, ranges_.Data);
        return font;
    }

    const Files& files() const { return files_; }
    void build() { atlas_.Build(); }

private:
    float scale_;
    ImFontAtlas& atlas_;
    Files files_;
    ImVector<ImWchar> ranges_;
    bool cjk_ = false;
};

}  // namespace

bool add_glyphs(Glyphs& glyphs, std::string_view utf8) {
    bool added = false;
    const char* at = utf8.data();
    const char* end = at + utf8.size();
    while (at < end) {
        if (static_cast<unsigned char>(*at) < 0x80) {
            ++at;
            continue;
        }
        unsigned code = 0;
        const int bytes = ImTextCharFromUtf8(&code, at, end);
        at += bytes > 0 ? bytes : 1;
        // Dear ImGui is built with 16-bit characters; FFFD is what it draws for the rest.
        if (code >= 0x80 && code < 0xFFFD) added = glyphs.insert(static_cast<ImWchar>(code)).second || added;
    }
    return added;
}

FontsResult build_fonts(float scale, const Glyphs& wanted) {
    AtlasBuilder builder(scale, wanted);
    const Files& files = builder.files();
    FontsResult result;
    // Dear ImGui measures a font by its line, from ascent to descent, which for these is a
    // third more than the size that a typographer would name: 20 here is a 15-pixel font.
    result.fonts.body = builder.add(files.sans, 20);
    result.fonts.small = builder.add(files.sans, 17);
    result.fonts.bold = builder.add(files.bold, 20);
    result.fonts.title = builder.add(files.bold, 26);
    result.fonts.mono = builder.add(files.mono, 19);
    result.fonts.mono_small = builder.add(files.mono, 17);
    result.fonts.mono_tiny = builder.add(files.mono, 15);
    result.fonts.italic = builder.add(files.italic, 20);
    result.fonts.lead = builder.add(files.sans, 23);
    result.fonts.heading = builder.add(files.bold, 16);
    builder.build();
    result.note = files.note();
    return result;
}

}  // namespace viz
