package org.mvit4j.cli;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Mixin for commands that run a network. */
final class DeviceOption {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "Where the network runs: cpu, or gpu:0, gpu:1, … (default: ${DEFAULT-VALUE}).")
    String name = "cpu";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    CommandSpec spec;

    /** One device for each replica: GPUs from the chosen one on, or the CPU as often. */
    List<Device> devices(int replicas) {
        Device first = device();
        return IntStream.range(0, replicas)
                .mapToObj(i -> first.isGpu() ? Device.gpu(first.getDeviceId() + i) : first)
                .toList();
    }

    Device device() {
        if (!name.matches("cpu|gpu(:?\\d{1,3})?")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--device " + name + ": no such device; use cpu, or gpu:0");
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int index = name.matches(".*\\d") ? Integer.parseInt(name.replaceAll("\\D", "")) : 0;
        if (index >= CudaUtils.getGpuCount()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--device " + name + ": this machine shows " + CudaUtils.getGpuCount()
                            + " usable GPUs; install the driver, or use cpu");
        }
        return Device.gpu(index);
    }
}
