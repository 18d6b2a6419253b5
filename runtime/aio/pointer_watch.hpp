// Watch: a pointer that turns into nullptr when what it points to goes.
//
// Some things refer to a primitive and may outlive it: a guard in the frame of a task that
// is still being cancelled when main, and main's lock, are gone; a wait that has two
// primitives to look after. They watch it. Intrusive: watching allocates nothing.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/runnable.hpp"

namespace aio::detail {

// A base of what can be watched.
class Watched {
public:
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

protected:
    Watched() noexcept { watches_.next = watches_.previous = &watches_; }
    ~Watched() {
        for (Link* watch = watches_.next; watch != &watches_;) {
            Link* const next = watch->next;
            watch->next = watch->previous = nullptr;
            watch = next;
        }
    }

private:
    template <class T>
    friend class Watch;
    static void unlink(Link& watch) noexcept {
        watch.previous->next = watch.next;
        watch.next->previous = watch.previous;
        watch.next = watch.previous = nullptr;
    }
    void link(Link& watch) noexcept {
        watch.next = &watches_;
        watch.previous = watches_.previous;
        watches_.previous->next = &watch;
        watches_.previous = &watch;
    }

    Link watches_;
};

template <class T>
class Watch : private Link {
public:
    explicit Watch(T& of) noexcept : of_(&of) { watched().link(*this); }
    Watch(Watch&& other) noexcept { take(other); }
    Watch& operator=(Watch&& other) noexcept {
        if (this != &other) {
            stop();
            take(other);
        }
        return *this;
    }
    ~Watch() { stop(); }

    // False: it is gone, or is not watched any more.
    explicit operator bool() const noexcept { return next != nullptr; }
    T* operator->() const noexcept { return of_; }  // REQUIRES: it is there
    T& operator*() const noexcept { return *of_; }  // REQUIRES: it is there
    void stop() noexcept {
        if (next != nullptr) Watched::unlink(*this);
    }

private:
    Watched& watched() noexcept { return *of_; }
    void take(Watch& other) noexcept {
        of_ = other.of_;
        if (!other) return;
        other.stop();
        watched().link(*this);
    }

    T* of_;
};

}  // namespace aio::detail
