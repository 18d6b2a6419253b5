// The truth bar: what the picture rests on, so that nothing is silently left out.
//
// Which clock the program has, how many events are recorded, how many were lost, and how many were let go of
// for want of room.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

std::string truth_words(const View& view);
// Its words end at `right`, on the line that begins at `top`; nothing is drawn left of `left`.
void truth_bar(const View& view, Ui& ui, float left, float right, float top);

}  // namespace viz
