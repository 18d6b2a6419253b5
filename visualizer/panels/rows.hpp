// Rows: a long list of one-line rows with a time and a task, of which only those in
// sight are made. The console and the narration are such lists.
//
// Thread rule: the window's thread, inside a scrolling panel.
#pragma once
#include "monitor/event.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace viz {

struct Row {
    std::string name;  // for the probe
    std::uint64_t time_ns = 0;
    loopscope::TaskId task = 0;
    std::string who;  // "" : no column for it
    std::string text;
    std::string tooltip;  // shown under the whole text, if that was cut
    bool mono = false;
    bool dimmed = false;
    bool marked = false;  // belongs to what just happened
};

class RowList {
public:
    RowList(Ui& ui, std::size_t count);
    // Scrolls that row into sight.
    void reveal(std::size_t row);
    // Calls `make` for each row in sight; it calls line() or marker() once.
    void draw(const std::function<void(std::size_t)>& make);
    bool line(const Row& row);  // true when pressed
    void marker(const char* name, const std::string& text, ImU32 colour);
    void remark(const char* name, const char* text);

private:
    Ui& ui_;
    std::size_t count_;
    float height_;
    float top_ = 0;  // of the row that is being made
};

std::string row_time(std::uint64_t ns);  // "0.300"

}  // namespace viz
