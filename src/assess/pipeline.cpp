#include "assess/pipeline.h"

#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>

#include "model/locator.h"

namespace rf::assess {
namespace {

constexpr std::size_t kQueuedBytes = std::size_t{24} << 20;  // rows read ahead of the merging, of all inputs together
constexpr std::size_t kAhead = 16;                           // inputs read ahead; each may hold a member of 4 MiB in memory

/// A batch with its cells.
struct HeldBatch {
  evidence::ColumnBatch batch;
  std::unique_ptr<char[]> bytes;
};
std::shared_ptr<const HeldBatch> held_copy(const evidence::ColumnBatch& b, std::size_t& size) {
  auto out = std::make_shared<HeldBatch>();
  size = 0;
  for (const auto& c : b.columns)
    for (const auto s : c.cells) size += s.size();
  out->bytes = std::make_unique_for_overwrite<char[]>(size);
  out->batch = b;
  char* at = out->bytes.get();
  for (auto& c : out->batch.columns)
    for (auto& s : c.cells) {
      if (s.empty()) continue;
      s.copy(at, s.size());
      s = {at, s.size()};
      at += s.size();
    }
  size += b.rows() * (b.columns.size() * sizeof(std::string_view) + 24);
  return out;
}

class Direct : public Lane {
 public:
  explicit Direct(Merge& m) : merge_(m) {}
  void rows(const evidence::ColumnBatch& batch) override { merge_.rows(batch); }
  void post(std::function<void(Merge&)> call) override { call(merge_); }

 private:
  Merge& merge_;
};

class Pipeline {
 public:
  Pipeline(const std::vector<Found>& inputs, const ReadUnit& read, Merge& merge) : inputs_(inputs), read_(read), merge_(merge), known_(inputs.size()) {}

  void run(unsigned threads, const std::function<void(std::size_t, std::size_t, const std::string&)>& progress) {
    std::vector<std::thread> workers;
    try {
      for (unsigned i = 1; i < threads; ++i) workers.emplace_back([this] { reads(); });
    } catch (const std::system_error&) {  // the system gives no more threads: those there are will do
    }
    merges(progress);
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    for (auto& w : workers) w.join();
  }

 private:
  struct Call {
    std::function<void(Merge&)> call;
    std::size_t bytes;
  };
  struct Work {
    Unit unit;
    enum class State : std::uint8_t { Waiting, Taken, Done } state = State::Waiting;
    std::deque<Call> calls;
    std::size_t bytes = 0;
  };

  class Queued : public Lane {
   public:
    Queued(Pipeline& p, Work& w) : p_(p), w_(w) {}
    void rows(const evidence::ColumnBatch& batch) override {
      std::size_t size = 0;
      auto held = held_copy(batch, size);
      put({[held = std::move(held)](Merge& m) { m.rows(held->batch); }, size});
    }
    void post(std::function<void(Merge&)> call) override { put({std::move(call), 4096}); }

   private:
    void put(Call c) {
      std::unique_lock lock(p_.mutex_);
      p_.changed_.wait(lock, [&] { return p_.queued_ < kQueuedBytes || (&p_.work_.front() == &w_ && w_.bytes == 0); });
      p_.queued_ += c.bytes;
      w_.bytes += c.bytes;
      w_.calls.push_back(std::move(c));
      lock.unlock();
      p_.changed_.notify_all();
    }
    Pipeline& p_;
    Work& w_;
  };

  /// The first that nobody has taken, if it may be read now.
  Work* takeable() {
    std::size_t ahead = 0;
    for (auto& w : work_) {
      if (w.state == Work::State::Waiting) return &w;
      if (++ahead >= kAhead) return nullptr;
    }
    return take_up() ? &work_.back() : nullptr;
  }

  /// The next input into the list, which holds no more of them than are at hand.
  bool take_up() {
    if (next_ == inputs_.size()) return false;
    work_.push_back(Work{Unit{inputs_[next_++], {}, nullptr, 0}, Work::State::Waiting, {}, 0});
    return true;
  }

  /// Behind an archive come its members.
  void finish(Work& w, std::vector<Unit> members) {
    auto at = work_.begin();
    while (&*at != &w) ++at;  // at most kAhead steps
    ++at;
    known_ += members.size();
    for (auto& u : members) work_.insert(at, Work{std::move(u), Work::State::Waiting, {}, 0});
    w.state = Work::State::Done;
  }

  void reads() {
    std::unique_lock lock(mutex_);
    for (;;) {
      Work* w = nullptr;
      ++idle_;
      changed_.wait(lock, [&] { return over_ || (w = takeable()) != nullptr; });
      --idle_;
      if (over_) return;
      w->state = Work::State::Taken;
      lock.unlock();
      changed_.notify_all();
      Queued lane(*this, *w);
      auto members = read_(w->unit, lane);
      lock.lock();
      finish(*w, std::move(members));
      changed_.notify_all();
    }
  }

  void merges(const std::function<void(std::size_t, std::size_t, const std::string&)>& progress) {
    std::size_t done = 0;
    std::unique_lock lock(mutex_);
    while (!work_.empty() || take_up()) {
      Work& w = work_.front();
      const std::size_t of = known_;
      if (progress) {
        lock.unlock();
        progress(done, of, input_label(w.unit.found.name, w.unit.members));
        lock.lock();
      }
      // A free thread reads the first while this one merges; else this one does both.
      if (idle_ > 0) changed_.wait(lock, [&] { return w.state != Work::State::Waiting || idle_ == 0; });
      if (w.state == Work::State::Waiting) {
        w.state = Work::State::Taken;
        lock.unlock();
        Direct lane(merge_);
        auto members = read_(w.unit, lane);
        lock.lock();
        finish(w, std::move(members));
        changed_.notify_all();
      }
      for (;;) {
        changed_.wait(lock, [&] { return !w.calls.empty() || w.state == Work::State::Done; });
        if (w.calls.empty()) break;
        Call c = std::move(w.calls.front());
        w.calls.pop_front();
        lock.unlock();
        c.call(merge_);
        lock.lock();
        w.bytes -= c.bytes;
        queued_ -= c.bytes;
        changed_.notify_all();
      }
      work_.pop_front();
      ++done;
      changed_.notify_all();
    }
  }

  const std::vector<Found>& inputs_;
  const ReadUnit& read_;
  Merge& merge_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Work> work_;
  std::size_t next_ = 0;  ///< of the inputs, the first that is not in the list
  std::size_t queued_ = 0, known_ = 0;
  unsigned idle_ = 0;
  bool over_ = false;
};

}  // namespace

void run_pipeline(const std::vector<Found>& inputs, unsigned threads, const ReadUnit& read, Merge& merge,
                  const std::function<void(std::size_t, std::size_t, const std::string&)>& progress) {
  Pipeline(inputs, read, merge).run(threads, progress);
}

}  // namespace rf::assess
