#include "ui/offscreen.hpp"

#define EGL_EGLEXT_PROTOTYPES
#define GL_GLEXT_PROTOTYPES
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <GL/glext.h>
#include <imgui/backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "ui/png.hpp"

namespace viz {
namespace {

// Layout that depends on last frame's sizes (scrolling, tables) has settled by then.
constexpr int kFrames = 3;
constexpr double kFrameSeconds = 1.0 / 60;

// A GL context that belongs to no window.
class HeadlessGl {
public:
    ~HeadlessGl() {
        if (display_ == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context_ != EGL_NO_CONTEXT) eglDestroyContext(display_, context_);
        eglTerminate(display_);
    }
    bool open() {
        const auto get_display =
            reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
        if (get_display == nullptr) return false;
        display_ = get_display(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
        if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) != EGL_TRUE) return false;
        if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) return false;
        const EGLint attributes[] = {
            EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 2, EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
        context_ = eglCreateContext(display_, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, attributes);
        return context_ != EGL_NO_CONTEXT &&
               eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_TRUE;
    }

private:
    EGLDisplay display_ = EGL_NO_DISPLAY;
    EGLContext context_ = EGL_NO_CONTEXT;
};

template <class Function>
Function gl(const char* name) {
    return reinterpret_cast<Function>(eglGetProcAddress(name));
}

// The picture that is drawn into.
class Canvas {
public:
    Canvas(int width, int height) : width_(width), height_(height) {
        gl<PFNGLGENFRAMEBUFFERSPROC>("glGenFramebuffers")(1, &frame_);
        gl<PFNGLGENRENDERBUFFERSPROC>("glGenRenderbuffers")(1, &colour_);
        gl<PFNGLBINDRENDERBUFFERPROC>("glBindRenderbuffer")(GL_RENDERBUFFER, colour_);
        gl<PFNGLRENDERBUFFERSTORAGEPROC>("glRenderbufferStorage")(GL_RENDERBUFFER, GL_RGBA8, width, height);
        gl<PFNGLBINDFRAMEBUFFERPROC>("glBindFramebuffer")(GL_FRAMEBUFFER, frame_);
        gl<PFNGLFRAMEBUFFERRENDERBUFFERPROC>("glFramebufferRenderbuffer")(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0,
                                                                          GL_RENDERBUFFER, colour_);
    }
    ~Canvas() {
        gl<PFNGLDELETEFRAMEBUFFERSPROC>("glDeleteFramebuffers")(1, &frame_);
        gl<PFNGLDELETERENDERBUFFERSPROC>("glDeleteRenderbuffers")(1, &colour_);
    }
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    bool complete() const {
        return gl<PFNGLCHECKFRAMEBUFFERSTATUSPROC>("glCheckFramebufferStatus")(GL_FRAMEBUFFER) ==
               GL_FRAMEBUFFER_COMPLETE;
    }
    std::vector<unsigned char> pixels() const {  // RGB, top row first
        std::vector<unsigned char> bottom_up(static_cast<std::size_t>(width_) * height_ * 3);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, bottom_up.data());
        std::vector<unsigned char> out(bottom_up.size());
        const std::size_t row = static_cast<std::size_t>(width_) * 3;
        for (std::size_t y = 0; y < static_cast<std::size_t>(height_); ++y)
            std::copy_n(
                bottom_up.begin() + static_cast<std::ptrdiff_t>((static_cast<std::size_t>(height_) - 1 - y) * row), row,
                out.begin() + static_cast<std::ptrdiff_t>(y * row));
        return out;
    }

private:
    int width_, height_;
    GLuint frame_ = 0, colour_ = 0;
};

// A Dear ImGui context of its own, so that a window's is left alone.
class OwnContext {
public:
    OwnContext() : before_(ImGui::GetCurrentContext()), own_(ImGui::CreateContext()) { ImGui::SetCurrentContext(own_); }
    ~OwnContext() {
        ImGui::DestroyContext(own_);
        ImGui::SetCurrentContext(before_);
    }
    OwnContext(const OwnContext&) = delete;
    OwnContext& operator=(const OwnContext&) = delete;

private:
    ImGuiContext* before_;
    ImGuiContext* own_;
};

}  // namespace

struct Offscreen::Parts {
    HeadlessGl gl;
    std::optional<Canvas> canvas;
    std::optional<OwnContext> own;
    bool backend = false;
    App* app = nullptr;
    int width = 0, height = 0;
    Fonts fonts;
    float scale = 0;
    std::size_t glyphs = 0;

    // As a window does: when the size of the type changed or a character came up that they lack.
    void prepare_fonts() {
        const float wanted = 1 + 0.1f * static_cast<float>(app->scale_notches());
        if (wanted == scale && app->glyphs().size() == glyphs) return;
        if (scale != 0) ImGui_ImplOpenGL3_DestroyFontsTexture();
        fonts = build_fonts(wanted, app->glyphs()).fonts;
        if (scale != 0) ImGui_ImplOpenGL3_CreateFontsTexture();
        scale = wanted;
        glyphs = app->glyphs().size();
    }
};

Offscreen::Offscreen() : parts_(std::make_unique<Parts>()) {}

Offscreen::~Offscreen() {
    if (parts_->backend) ImGui_ImplOpenGL3_Shutdown();
    // The picture goes while there is a context to free it in.
    parts_->own.reset();
    parts_->canvas.reset();
}

bool Offscreen::open(App& app, int width, int height, std::string& error) {
    if (width < 320 || height < 240 || width > 16384 || height > 16384) {
        error = "A picture of " + std::to_string(width) + "x" + std::to_string(height) +
                " cannot be drawn. Ask for a size such as 1600x900.";
        return false;
    }
    if (!parts_->gl.open()) {
        error = "EGL cannot draw without a display on this machine. Install libegl-mesa0 and libgl1-mesa-dri.";
        return false;
    }
    parts_->canvas.emplace(width, height);
    parts_->own.emplace();
    parts_->backend = parts_->canvas->complete() && ImGui_ImplOpenGL3_Init("#version 150");
    if (!parts_->backend) {
        error = "OpenGL 3.2 is needed to draw a picture. Install libgl1-mesa-dri.";
        return false;
    }
    parts_->app = &app;
    parts_->width = width;
    parts_->height = height;
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
    io.DeltaTime = static_cast<float>(kFrameSeconds);
    io.MousePos = ImVec2(-1000, -1000);
    return true;
}

void Offscreen::frame() {
    parts_->prepare_fonts();
    const ImVec4 clear = ImGui::ColorConvertU32ToFloat4(parts_->app->background());
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    parts_->app->frame(parts_->fonts, parts_->scale);
    ImGui::Render();
    glViewport(0, 0, parts_->width, parts_->height);
    glClearColor(clear.x, clear.y, clear.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Offscreen::finish() { glFinish(); }

bool Offscreen::save(const std::filesystem::path& path, std::string& error) {
    finish();
    if (write_png(path, parts_->width, parts_->height, parts_->canvas->pixels())) return true;
    error = "The picture could not be written to " + path.string() +
            ". Check that its folder exists and can be written to.";
    return false;
}

bool screenshot(App& app, int width, int height, const std::filesystem::path& path, std::string& error) {
    Offscreen picture;
    if (!picture.open(app, width, height, error)) return false;
    for (int i = 0; i < kFrames; ++i) picture.frame();
    return picture.save(path, error);
}

}  // namespace viz
