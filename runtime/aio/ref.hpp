// Ref<T>: a counted reference to an object that counts for itself, on one thread.
//
// Thread rule: the thread of what it refers to; the count is not atomic.
#pragma once
#include <type_traits>
#include <utility>

namespace aio::detail {

template <class T>
class Ref {
public:
    Ref() noexcept = default;
    explicit Ref(T* object) noexcept : object_(object) {
        if (object_ != nullptr) object_->add_ref();
    }
    Ref(const Ref& other) noexcept : Ref(other.object_) {}
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    // To a base.
    template <class U>
        requires(!std::is_same_v<U, T> && std::is_convertible_v<U*, T*>)
    Ref(Ref<U> other) noexcept : object_(other.release()) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() {
        if (object_ != nullptr) object_->drop_ref();
    }

    T* release() noexcept { return std::exchange(object_, nullptr); }  // gives the count away
    T* get() const noexcept { return object_; }
    T& operator*() const noexcept { return *object_; }
    T* operator->() const noexcept { return object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }
    friend bool operator==(const Ref&, const Ref&) noexcept = default;

private:
    T* object_ = nullptr;
};

}  // namespace aio::detail
