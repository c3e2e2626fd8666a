package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.TorchScript;

/** What the pre-norm blocks are made of: attention steps and an MLP, in the order of the script's arguments. */
abstract class TransformerBlock extends NamedBlock {

    /** The script, compiled when the first block runs. */
    static final class Script {
        static final TorchScript VIT = TorchScript.load(TransformerBlock.class, "vit.ts");

        private Script() {}
    }

    /** Norm, fused query-key-value and output projection of one attention. */
    record Attention(LayerNorm norm, Linear qkv, Linear proj) {
        void addTo(NDList arguments, Pass pass) {
            add(arguments, pass, norm);
            add(arguments, pass, qkv);
            add(arguments, pass, proj);
        }
    }

    /** Norm and the two layers of an MLP. */
    record Mlp(LayerNorm norm, Linear fc1, Linear fc2) {
        void addTo(NDList arguments, Pass pass) {
            add(arguments, pass, norm);
            add(arguments, pass, fc1);
            add(arguments, pass, fc2);
        }
    }

    final Attention attention(String normName, String name, int width, Initializer init) {
        return new Attention(
                child(normName, new LayerNorm(width)),
                child(name + ".qkv", new Linear(width, 3L * width, init)),
                child(name + ".proj", new Linear(width, width, init)));
    }

    final Mlp mlp(String normName, int width, int hidden, Initializer init, Initializer biasInit) {
        return new Mlp(
                child(normName, new LayerNorm(width)),
                child("mlp.fc1", new Linear(width, hidden, init, biasInit)),
                child("mlp.fc2", new Linear(hidden, width, init, biasInit)));
    }

    static void add(NDList arguments, Pass pass, LayerNorm norm) {
        arguments.add(norm.weight(pass));
        arguments.add(norm.bias(pass));
    }

    static void add(NDList arguments, Pass pass, Linear linear) {
        arguments.add(linear.weight(pass));
        arguments.add(linear.bias(pass));
    }

    /** Carries relevance back through one attention, by a function of input, relevance, norm, query-key-value. */
    static NDArray relevance(
            Pass pass, String function, NDArray x, NDArray relevance, Attention attention, long... ints) {
        NDList arguments = new NDList(x, relevance);
        add(arguments, pass, attention.norm);
        add(arguments, pass, attention.qkv);
        return call(pass, function, arguments, ints);
    }

    static NDArray call(Pass pass, String function, NDList arguments, long... ints) {
        return Script.VIT.call(function, pass.training(), arguments, ints);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("a block runs inside its model, which knows the grid of the tokens");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
