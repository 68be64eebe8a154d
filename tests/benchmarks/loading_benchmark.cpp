// What a checkpoint costs: the time to load it against the time to read the same bytes into fresh
// memory, and the memory that a process needs to load it and run it once.
//
//   loading_benchmark FOLDER [REPEATS]      (folders: write_checkpoints.py)
//
// FOLDER/regions.npz is given to models that look at regions. Every second round starts with the
// other measurement; the best of all rounds counts.

#include "engine/models/model.h"
#include "tests/benchmarks/sample_for.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <vector>

using namespace attenscope;

namespace {

constexpr int kThreads = 2;
constexpr double kMiB = 1024.0 * 1024.0;

/// In milliseconds. On a busy machine the second says more: other programs' turns are not in it.
struct Took {
    double wall = std::numeric_limits<double>::infinity();
    double processor = std::numeric_limits<double>::infinity(); ///< of all threads

    void keepBest(const Took& other)
    {
        wall = std::min(wall, other.wall);
        processor = std::min(processor, other.processor);
    }
};

double processorMs()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e6;
}

Took timeOf(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    const double processor = processorMs();
    work();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
    return {.wall = wall.count(), .processor = processorMs() - processor};
}

std::vector<std::filesystem::path> weightFiles(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".safetensors" || entry.path().extension() == ".bin") {
            files.push_back(entry.path());
        }
    }
    return files;
}

std::uintmax_t bytesOf(const std::vector<std::filesystem::path>& files)
{
    std::uintmax_t bytes = 0;
    for (const auto& file : files) {
        bytes += std::filesystem::file_size(file);
    }
    return bytes;
}

/// Every byte of the files, each file into memory that was never touched before.
void readAll(const std::vector<std::filesystem::path>& files)
{
    for (const auto& path : files) {
        const auto size = std::filesystem::file_size(path);
        const std::unique_ptr<std::byte[]> memory(new std::byte[size]);
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        std::size_t done = 0;
        while (done < size) {
            const ssize_t count = ::read(file, memory.get() + done, size - done);
            if (count <= 0) {
                std::perror(path.c_str());
                std::exit(1);
            }
            done += static_cast<std::size_t>(count);
        }
        ::close(file);
    }
}

/// The most memory that this process ever had resident, in MiB.
double peakMemory()
{
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with("VmHWM:")) {
            return std::stod(line.substr(6)) / 1024.0;
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

void measureMemory(const std::filesystem::path& folder, double weightsMiB)
{
    const double before = peakMemory();
    const ModelPtr model = loadModel(folder, {.threads = kThreads}, Progress());
    const double loaded = peakMemory();
    TracePtr trace;
    const Took run =
        timeOf([&] { trace = model->run(sampleFor(folder, *model), RunOptions(), Progress()); });
    const double recorded = static_cast<double>(trace->attention.sizeBytes()) / kMiB;
    const double peak = peakMemory();
    std::printf("memory: process %.0f MiB, weights %.0f MiB, loaded %.0f MiB, after one run of "
                "%.0f ms %.0f MiB (recorded %.0f MiB)\n",
                before, weightsMiB, loaded, run.wall, peak, recorded);
    std::printf("        beyond the weights and what was recorded: %.1f %% of the weights\n",
                100 * (peak - before - weightsMiB - recorded) / weightsMiB);
}

void measureTime(const std::filesystem::path& folder, int repeats)
{
    const auto files = weightFiles(folder);
    Took reading;
    Took loading;
    const auto read = [&] { reading.keepBest(timeOf([&] { readAll(files); })); };
    const auto load = [&] {
        ModelPtr model;
        loading.keepBest(
            timeOf([&] { model = loadModel(folder, {.threads = kThreads}, Progress()); }));
    };
    for (int i = 0; i < repeats; ++i) {
        const bool readsFirst = i % 2 == 0;
        readsFirst ? read() : load();
        readsFirst ? load() : read();
    }
    std::printf("time:   reading %.0f ms, loading %.0f ms, ratio %.2f (best of %d)\n", reading.wall,
                loading.wall, loading.wall / reading.wall, repeats);
    std::printf("        processor's: %.0f ms, %.0f ms, ratio %.2f\n", reading.processor,
                loading.processor, loading.processor / reading.processor);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::cerr << "loading_benchmark FOLDER [REPEATS]\n";
        return 2;
    }
    try {
        const std::filesystem::path folder = argv[1];
        std::printf("%s\n", folder.filename().c_str());
        measureMemory(folder, static_cast<double>(bytesOf(weightFiles(folder))) / kMiB);
        measureTime(folder, argc > 2 ? std::stoi(argv[2]) : 5);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
